from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "balcao.register.calendars"
    label = "calendars"
