from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "balcao.register.people"
    label = "people"

    def ready(self) -> None:
        """Declare where this room keeps data of persons."""
        from balcao.core.personal import declare

        from .personal import PLACES

        declare(*PLACES)
