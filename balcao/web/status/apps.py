from django.apps import AppConfig


class StatusPagesConfig(AppConfig):
    name = "balcao.web.status"
    label = "status_pages"
