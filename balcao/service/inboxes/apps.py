from django.apps import AppConfig


class InboxesConfig(AppConfig):
    name = "balcao.service.inboxes"
    label = "inboxes"
