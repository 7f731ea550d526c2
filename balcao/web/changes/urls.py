from __future__ import annotations

from django.urls import path

from . import acts, calendar, change, listing, writing

app_name = "changes"
_ONE = "<int:change_id>"

urlpatterns = [
    path("", listing.listing, name="home"),
    path("calendario/", calendar.calendar, name="calendar"),
    path("nova/", writing.new, name="new"),
    path(f"{_ONE}/", change.change, name="change"),
    path(f"{_ONE}/mudar/", writing.rewrite, name="rewrite"),
    path(f"{_ONE}/pedir/", acts.submit, name="submit"),
    path(f"{_ONE}/decidir/", acts.decide, name="decide"),
    path(f"{_ONE}/replanejar/", acts.replan, name="replan"),
    path(f"{_ONE}/comecar/", acts.begin, name="begin"),
    path(f"{_ONE}/terminar/", acts.finish, name="finish"),
    path(f"{_ONE}/rever/", acts.review, name="review"),
    path(f"{_ONE}/cancelar/", acts.cancel, name="cancel"),
    path(f"{_ONE}/chamados/", acts.link, name="link"),
    path(f"{_ONE}/chamados/soltar/", acts.unlink, name="unlink"),
]
