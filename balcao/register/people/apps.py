from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "balcao.register.people"
    label = "people"
