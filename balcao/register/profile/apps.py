from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "balcao.register.profile"
    label = "profile"
