from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "balcao.insights.search"
    label = "search"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
