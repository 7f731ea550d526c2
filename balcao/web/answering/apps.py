from django.apps import AppConfig


class AnsweringPagesConfig(AppConfig):
    name = "balcao.web.answering"
    label = "answering_pages"
