from __future__ import annotations

from django.urls import path

from . import feeds, keeping, leaving, reach, reading, writing

app_name = "announcements"
_ONE = "<int:announcement_id>"

urlpatterns = [
    path("", reading.home, name="home"),
    path("anteriores/", reading.past, name="past"),
    path("faixa/", reading.banner, name="banner"),
    path("feed.xml", feeds.public, name="public_feed"),
    path("feed/<str:feed_secret>.xml", feeds.own, name="feed"),
    path("sair/<str:out_token>/", leaving.leave, name="leave"),
    path("nossos/", keeping.kept, name="kept"),
    path("novo/", writing.new, name="new"),
    path(f"{_ONE}/", reading.one, name="one"),
    path(f"{_ONE}/confirmar/", reading.confirm, name="confirm"),
    path(f"{_ONE}/mudar/", writing.change, name="change"),
    path(f"{_ONE}/publicar/", keeping.publish, name="publish"),
    path(f"{_ONE}/retirar/", keeping.withdraw, name="withdraw"),
    path(f"{_ONE}/apagar/", keeping.discard, name="discard"),
    path(f"{_ONE}/prazo/", keeping.expiry, name="expiry"),
    path(f"{_ONE}/lembrar/", keeping.remind, name="remind"),
    path(f"{_ONE}/alcance/", reach.reach, name="reach"),
    path(f"{_ONE}/alcance/nomes.csv", reach.names, name="names"),
]
