from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "balcao.service.problems"
    label = "problems"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
