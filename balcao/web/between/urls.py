from __future__ import annotations

from django.urls import path

from . import asking, reporting

app_name = "between"
urlpatterns = [
    path("", reporting.report, name="report"),
    path("<int:team_id>/", reporting.area, name="area"),
    path("chamado/<str:protocol>/", asking.ticket, name="ticket"),
    path("chamado/<str:protocol>/pedir/", asking.ask, name="ask"),
    path("pedido/<int:inside_id>/espera/", asking.waits, name="waits"),
]
