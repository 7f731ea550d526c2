"""The builder of bundles: templates, their tasks, and the fields of their forms."""

from __future__ import annotations

from django.urls import path

from . import field_pages, task_pages, template_pages

app_name = "bundle_builder"
_ONE = "<int:template_id>"
urlpatterns = [
    path("", template_pages.listing, name="home"),
    path("novo/", template_pages.new, name="new"),
    path(f"{_ONE}/", template_pages.template, name="template"),
    path(f"{_ONE}/tarefas/mover/", task_pages.move, name="move_task"),
    path(f"{_ONE}/tarefas/<slug:task_key>/", task_pages.task, name="task"),
    path(f"{_ONE}/tarefas/<slug:task_key>/tirar/", task_pages.remove, name="remove_task"),
    path(f"{_ONE}/campos/mover/", field_pages.move, name="move_field"),
    path(f"{_ONE}/campos/<slug:field_key>/", field_pages.field, name="field"),
    path(f"{_ONE}/campos/<slug:field_key>/tirar/", field_pages.remove, name="remove_field"),
]
