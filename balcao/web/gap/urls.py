from __future__ import annotations

from django.urls import path

from . import showing

app_name = "gap"
urlpatterns = [path("", showing.gaps, name="home")]
