from django.apps import AppConfig


class ResultPagesConfig(AppConfig):
    name = "balcao.web.results"
    label = "result_pages"
