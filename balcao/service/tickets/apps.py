from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "balcao.service.tickets"
    label = "tickets"
