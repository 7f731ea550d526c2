from django.apps import AppConfig


class ChangesPagesConfig(AppConfig):
    name = "balcao.web.changes"
    label = "changes_pages"
