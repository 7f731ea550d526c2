from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "balcao.listening.themes"
    label = "themes"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
