from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "balcao.register.access"
    label = "access"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
