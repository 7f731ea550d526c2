from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "balcao.service.waiting"
    label = "waiting"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
