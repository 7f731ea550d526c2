from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "balcao.service.changes"
    label = "changes"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
