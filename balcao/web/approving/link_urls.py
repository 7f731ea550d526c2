from __future__ import annotations

from django.urls import path

from . import linked

app_name = "approve"
urlpatterns = [path("<str:token>/", linked.decide, name="link")]
