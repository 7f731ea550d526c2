from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "balcao.listening.journeys"
    label = "journeys"
