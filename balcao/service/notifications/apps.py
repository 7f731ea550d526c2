from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "balcao.service.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
