from django.apps import AppConfig


class LoopPagesConfig(AppConfig):
    name = "balcao.web.loop"
    label = "loop_pages"
