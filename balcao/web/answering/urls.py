from __future__ import annotations

from django.urls import path

from . import responding

app_name = "answering"
urlpatterns = [path("<str:token>/", responding.respond, name="respond")]
