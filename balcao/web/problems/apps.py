from django.apps import AppConfig


class ProblemsPagesConfig(AppConfig):
    name = "balcao.web.problems"
    label = "problems_pages"
