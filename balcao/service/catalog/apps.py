from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "balcao.service.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
