from __future__ import annotations

from django.urls import path

from . import feed, keeping, reading, subscribing

app_name = "status"

urlpatterns = [
    path("", reading.home, name="home"),
    path("historico/", reading.history, name="history"),
    path("novidades.atom", feed.public, name="feed"),
    path("avisos/", subscribing.subscribe, name="subscribe"),
    path("avisos/confirmar/<str:asked_token>/", subscribing.confirm, name="confirm"),
    path("avisos/sair/<str:out_token>/", subscribing.leave, name="leave"),
    path("painel/", keeping.panel, name="panel"),
    path("painel/novo/", keeping.new, name="new"),
    path("painel/componentes/", keeping.components, name="components"),
    path("painel/componentes/<int:component_id>/", keeping.component, name="component"),
    path("painel/componentes/<int:component_id>/mover/", keeping.move, name="move"),
    path("<int:incident_id>/", reading.incident, name="incident"),
    path("<int:incident_id>/contar/", keeping.update, name="update"),
    path("<int:incident_id>/mudar/", keeping.change, name="change"),
]
