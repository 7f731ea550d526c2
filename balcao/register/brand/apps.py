from django.apps import AppConfig


class BrandConfig(AppConfig):
    name = "balcao.register.brand"
    label = "brand"
