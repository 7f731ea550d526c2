from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "balcao.service.status"
    label = "status"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
