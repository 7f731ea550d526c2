from django.apps import AppConfig


class KnowledgePagesConfig(AppConfig):
    name = "balcao.web.knowledge"
    label = "knowledge_pages"
