from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "balcao.web.desk"
    label = "desk"
