from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "balcao.register.access"
    label = "access"
