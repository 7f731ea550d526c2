from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "balcao.register.orders"
    label = "orders"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
