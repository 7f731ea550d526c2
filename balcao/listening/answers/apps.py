from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "balcao.listening.answers"
    label = "answers"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
