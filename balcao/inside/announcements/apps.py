from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "balcao.inside.announcements"
    label = "announcements"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
