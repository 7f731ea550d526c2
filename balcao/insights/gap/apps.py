from django.apps import AppConfig


class GapConfig(AppConfig):
    name = "balcao.insights.gap"
    label = "gap"
