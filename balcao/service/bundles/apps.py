from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "balcao.service.bundles"
    label = "bundles"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
