from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "balcao.web.administration"
    label = "administration"
