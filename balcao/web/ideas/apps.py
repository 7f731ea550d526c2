from django.apps import AppConfig


class IdeaPagesConfig(AppConfig):
    name = "balcao.web.ideas"
    label = "idea_pages"
