from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "balcao.register.teams"
    label = "teams"
