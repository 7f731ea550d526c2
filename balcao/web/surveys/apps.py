from django.apps import AppConfig


class SurveyPagesConfig(AppConfig):
    name = "balcao.web.surveys"
    label = "survey_pages"
