from __future__ import annotations

from django.urls import path

from . import answers, exports, home, survey

app_name = "results"
urlpatterns = [
    path("", home.home, name="home"),
    path("<int:survey_id>/", survey.survey, name="survey"),
    path("<int:survey_id>/numeros.csv", exports.numbers, name="numbers"),
    path("<int:survey_id>/perguntas/<int:question_id>/", survey.one_question, name="question"),
    path("<int:survey_id>/respostas/", answers.answers, name="answers"),
    path("<int:survey_id>/respostas.csv", exports.answers, name="answers_file"),
    path("<int:survey_id>/comentarios/", answers.comments, name="comments"),
]
