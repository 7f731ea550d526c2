from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "balcao.listening.results"
    label = "results"
