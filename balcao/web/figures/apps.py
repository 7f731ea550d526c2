from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "balcao.web.figures"
    label = "figures"
