from __future__ import annotations

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [path("", views.overview, name="overview")]
