from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "balcao.service.assets"
    label = "assets"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
