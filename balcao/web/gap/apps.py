from django.apps import AppConfig


class GapConfig(AppConfig):
    name = "balcao.web.gap"
    label = "gap_pages"
