from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "balcao.service.agenda"
    label = "agenda"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
