from django.apps import AppConfig


class BetweenConfig(AppConfig):
    name = "balcao.service.between"
    label = "between"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
