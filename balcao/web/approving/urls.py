from __future__ import annotations

from django.urls import path

from . import absence, acts, listing

app_name = "approving"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("sino/", listing.bell, name="bell"),
    path("ausencia/", absence.absence, name="absence"),
    path("ausencia/<int:delegation_id>/voltar/", absence.back, name="back"),
    path("<int:approval_id>/", listing.one, name="one"),
    path("<int:approval_id>/decidir/", acts.decide, name="decide"),
    path("<int:approval_id>/desistir/", acts.withdraw, name="withdraw"),
    path("<int:approval_id>/de-novo/", acts.again, name="again"),
    path("<int:approval_id>/indicar/", acts.name_approver, name="name"),
]
