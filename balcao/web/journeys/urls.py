from __future__ import annotations

from django.urls import path

from . import editing, listing, picture, stage

app_name = "journeys"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("prontas/", listing.take, name="take"),
    path("<int:journey_id>/", picture.picture, name="journey"),
    path("<int:journey_id>/etapas/", editing.edit, name="edit"),
    path("<int:journey_id>/nome/", editing.rename, name="rename"),
    path("<int:journey_id>/etapas/nova/", editing.add, name="add"),
    path("<int:journey_id>/ordem/", editing.move, name="move"),
    path("<int:journey_id>/remover/", editing.remove, name="remove"),
    path("etapas/<int:stage_id>/", stage.stage, name="stage"),
    path("etapas/<int:stage_id>/temas/", picture.themes, name="themes"),
    path("etapas/<int:stage_id>/passo/", editing.step, name="step"),
    path("etapas/<int:stage_id>/tirar/", editing.take_out, name="take_out"),
    path("etapas/<int:stage_id>/perguntas/", stage.link, name="link"),
    path("perguntas/<int:linked_id>/soltar/", stage.unlink, name="unlink"),
]
