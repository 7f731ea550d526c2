from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "balcao.web.portal"
    label = "portal"
