from __future__ import annotations

import pytest
from django.test import Client

from balcao.register.access.models import OpenSession
from balcao.web.entrance.devices import device
from tests.cast import Cast
from tests.signing import signed_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (FIREFOX, "Firefox · Linux"),
        (EDGE, "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_few_words(told: str, shown: str) -> None:
    assert device(told) == shown


def test_one_sees_and_ends_ones_own_sessions(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    here, there = signed_in(joao), signed_in(joao)
    other = OpenSession.objects.get(session_key=there.session.session_key)
    assert here.get("/conta/sessoes/").content.decode().count("/encerrar/") == 3
    answer = here.post(f"/conta/sessoes/{other.pk}/encerrar/")
    assert answer["Location"] == "/conta/sessoes/"
    assert there.get("/chamados/").status_code == 302
    assert here.get("/chamados/").status_code == 200


def test_ending_the_others_keeps_this_one(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    here, *others = [signed_in(joao) for _n in range(3)]
    here.post("/conta/sessoes/outras/encerrar/")
    assert here.get("/chamados/").status_code == 200
    assert [client.get("/chamados/").status_code for client in others] == [302, 302]


def test_ending_this_session_signs_out(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    answer = client.post(f"/conta/sessoes/{OpenSession.objects.get().pk}/encerrar/")
    assert answer["Location"] == "/"
    assert client.get("/chamados/").status_code == 302


def test_nobody_elses_session_is_seen_or_ended(cast: Cast) -> None:
    signed_in(cast.people["joao"].pk)
    theirs = OpenSession.objects.get()
    zoe = signed_in(cast.people["zoe"].pk)
    assert str(theirs.pk) not in [
        part for part in zoe.get("/conta/sessoes/").content.decode().split("/") if part.isdigit()
    ]
    assert zoe.post(f"/conta/sessoes/{theirs.pk}/encerrar/").status_code == 404
    assert OpenSession.objects.filter(pk=theirs.pk).exists()


def test_signing_out_ends_the_session_and_needs_a_post(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    assert client.get("/sair/").status_code == 405
    assert client.post("/sair/")["Location"] == "/"
    assert not OpenSession.objects.exists()
    assert client.get("/chamados/").status_code == 302


@pytest.mark.django_db
def test_signing_out_without_a_session_is_no_error() -> None:
    assert Client().post("/sair/").status_code == 302
