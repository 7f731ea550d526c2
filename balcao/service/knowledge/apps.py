from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "balcao.service.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
