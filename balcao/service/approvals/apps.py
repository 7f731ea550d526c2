from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "balcao.service.approvals"
    label = "approvals"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
