from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "balcao.config"
    label = "config"

    def ready(self) -> None:
        """Wire events to their handlers, once every room is there."""
        from balcao.events.actions import wire

        from .wiring import WIRING

        wire(WIRING)
