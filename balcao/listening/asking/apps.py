from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "balcao.listening.asking"
    label = "asking"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
