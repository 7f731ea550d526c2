from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "balcao.service.routing"
    label = "routing"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
