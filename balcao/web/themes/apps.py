from django.apps import AppConfig


class ThemePagesConfig(AppConfig):
    name = "balcao.web.themes"
    label = "theme_pages"
