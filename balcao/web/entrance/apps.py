from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "balcao.web.entrance"
    label = "entrance"
