from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "balcao.listening.loop"
    label = "loop"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
