from __future__ import annotations

from django.urls import path

from . import balance, behind, views

app_name = "figures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("equilibrio/", balance.balance, name="balance"),
    path("equilibrio/<str:figure>/", behind.behind, name="behind"),
]
