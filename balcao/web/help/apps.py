from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "balcao.web.help"
    label = "help_pages"
