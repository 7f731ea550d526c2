from django.apps import AppConfig


class BetweenPagesConfig(AppConfig):
    name = "balcao.web.between"
    label = "between_pages"
