from django.apps import AppConfig


class AgendaPagesConfig(AppConfig):
    name = "balcao.web.agenda"
    label = "agenda_pages"
