from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "balcao.insights.search"
    label = "search"
