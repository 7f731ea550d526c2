from __future__ import annotations

from django.urls import path

from . import acts, comments, dictionary, proposals, shares

app_name = "themes"
urlpatterns = [
    path("", shares.home, name="home"),
    path("pesquisa/<int:survey_id>/<int:theme_id>/", shares.course, name="course"),
    path("dicionario/", dictionary.listing, name="dictionary"),
    path("dicionario/experimentar/", dictionary.tried, name="tried"),
    path("dicionario/<int:theme_id>/", dictionary.one, name="theme"),
    path("dicionario/<int:theme_id>/palavras/", acts.words, name="words"),
    path("dicionario/<int:theme_id>/nome/", acts.rename, name="rename"),
    path("dicionario/<int:theme_id>/uso/", acts.use, name="use"),
    path("comentarios/", comments.listing, name="comments"),
    path("comentarios/<int:answer_id>/", comments.correct, name="correct"),
    path("propostas/", proposals.listing, name="proposals"),
    path("propostas/<int:proposal_id>/", proposals.settle, name="settle"),
]
