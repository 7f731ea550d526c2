from __future__ import annotations

from django.urls import path

from . import following, starting, templates

app_name = "bundles"
urlpatterns = [
    path("", following.listing, name="home"),
    path("<int:bundle_id>/", following.bundle, name="bundle"),
    path("modelos/novo/", templates.take, name="take"),
    path("modelos/<int:template_id>/oferta/", templates.live, name="live"),
    path("pedir/", starting.listing, name="offered"),
    path("pedir/<int:template_id>/", starting.start, name="start"),
]
