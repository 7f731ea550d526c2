from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "balcao.listening.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
