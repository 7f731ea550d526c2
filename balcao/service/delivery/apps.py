from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "balcao.service.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
