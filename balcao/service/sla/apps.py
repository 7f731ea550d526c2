from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "balcao.service.sla"
    label = "sla"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
