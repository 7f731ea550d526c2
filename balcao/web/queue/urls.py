from __future__ import annotations

from django.urls import path

from . import calling, fairness, following, here, reasons, waits

app_name = "queue"
_TICKET = "tickets/<str:protocol>"

urlpatterns = [
    path("presence/", here.presence, name="presence"),
    path("presence/colleagues/", here.colleagues, name="colleagues"),
    path("next/", following.following, name="next"),
    path(f"{_TICKET}/take/", following.take, name="take"),
    path(f"{_TICKET}/skip/", following.skip, name="skip"),
    path(f"{_TICKET}/why/", reasons.why, name="why"),
    path("fairness/", fairness.fairness, name="fairness"),
    path("fairness/<int:person_id>/", fairness.given, name="given"),
    path(f"{_TICKET}/wait/", calling.wait, name="wait"),
    path(f"{_TICKET}/call/", calling.call, name="call"),
    path(f"{_TICKET}/call/cancel/", calling.cancel, name="cancel"),
    path("callbacks/", calling.callbacks, name="callbacks"),
    path("callbacks/<int:callback_id>/tried/", calling.tried, name="tried"),
    path("waits/", waits.waits, name="waits"),
]
