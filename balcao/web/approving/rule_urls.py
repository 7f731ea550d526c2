from __future__ import annotations

from django.urls import path

from . import ruling

app_name = "approval_rules"
urlpatterns = [
    path("", ruling.listing, name="list"),
    path("nova/", ruling.write, name="new"),
    path("<int:rule_id>/", ruling.write, name="one"),
    path("<int:rule_id>/uso/", ruling.use, name="use"),
]
