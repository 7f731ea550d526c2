from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "balcao.register.profile"
    label = "profile"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
