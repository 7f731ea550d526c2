from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "balcao.listening.ideas"
    label = "ideas"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
