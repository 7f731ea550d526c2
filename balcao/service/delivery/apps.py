from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "balcao.service.delivery"
    label = "delivery"
