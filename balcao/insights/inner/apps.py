from django.apps import AppConfig


class InnerConfig(AppConfig):
    name = "balcao.insights.inner"
    label = "inner"
