from django.apps import AppConfig


class JourneyPagesConfig(AppConfig):
    name = "balcao.web.journeys"
    label = "journey_pages"
