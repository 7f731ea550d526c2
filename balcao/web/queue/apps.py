from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "balcao.web.queue"
    label = "queue"
