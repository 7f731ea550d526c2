from django.apps import AppConfig


class ApprovingPagesConfig(AppConfig):
    name = "balcao.web.approving"
    label = "approving_pages"
