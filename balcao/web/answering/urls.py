from __future__ import annotations

from django.urls import path

from . import leaving, passing, responding

app_name = "answering"
urlpatterns = [
    path("aqui/<str:token>/", passing.passing, name="passing"),
    path("<str:token>/nao-perguntar/", leaving.leave, name="leave"),
    path("<str:token>/", responding.respond, name="respond"),
]
