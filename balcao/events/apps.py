from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "balcao.events"
    label = "events"
