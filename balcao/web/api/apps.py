from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "balcao.web.api"
    label = "api"
