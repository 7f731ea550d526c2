from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "balcao.service.tickets"
    label = "tickets"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
