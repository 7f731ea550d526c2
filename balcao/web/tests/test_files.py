"""Untrusted content: served apart, as a download, to the one for whom its link was signed."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.service.tickets import actions
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Attachment, Message
from balcao.web import files
from balcao.web.hats import KEY
from tests.cast import Cast

EVIL = '<script>alert(1)</script><p onclick="x()">Olá</p><img src="https://fora.example/p.gif"><img src="cid:foto">'
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def message(cast: Cast) -> Message:
    """João's mail with hostile HTML, a picture within and a page as a file."""
    ticket = cast.ticket("joao", "sac")
    return actions.receive(
        SYSTEM,
        ticket.pk,
        cast.handle("joao"),
        Said(
            "Olá",
            html=EVIL,
            files=[
                File("página.html", "text/html", b"<script>alert(1)</script>"),
                File("foto.png", "image/png", PNG, content_id="foto", is_inline=True),
            ],
        ),
    )


def _browser(cast: Cast, name: str) -> Client:
    store = SessionStore()
    store[KEY] = {"person": cast.people[name].pk, "level": "strong", "handle": None}
    store.create()
    client = Client()
    client.cookies["sessionid"] = store.session_key or ""
    return client


def _file_link(cast: Cast, name: str) -> str:
    page = Attachment.objects.get(name="página.html")
    return files.file_url(cast.actor(name), page.pk, page.name)


def test_a_file_is_a_download_that_no_browser_runs(cast: Cast, message: Message) -> None:
    response: Any = _browser(cast, "marina").get(_file_link(cast, "marina"))
    assert response.getvalue() == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_link_opens_for_its_viewer_alone(cast: Cast, message: Message) -> None:
    link = _file_link(cast, "marina")
    assert _browser(cast, "marina").get(link).status_code == 200
    for name in ("rita", "joao", "beto"):
        assert _browser(cast, name).get(link).status_code == 404
    assert Client().get(link).status_code == 404


def test_a_link_follows_its_viewers_rights_of_the_moment(cast: Cast, message: Message) -> None:
    from balcao.register.access.actions import end_membership

    link, marina = _file_link(cast, "marina"), _browser(cast, "marina")
    end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    assert marina.get(link).status_code == 404


def test_a_link_that_was_changed_or_is_old_opens_nothing(
    cast: Cast, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, marina = _file_link(cast, "marina"), _browser(cast, "marina")
    before, token, name = link.rsplit("/", 2)
    assert marina.get(f"{before}/{token[:-1]}x/{name}").status_code == 404
    assert marina.get(f"{before}/nada/{name}").status_code == 404
    frame = files.frame_url(cast.actor("marina"), message.pk)
    assert marina.get(frame.replace("/mensagem/", "/arquivo/") + name).status_code == 404
    later = timedelta(seconds=files.OWN_HOST_SECONDS + 1).total_seconds()
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + later)
    assert marina.get(link).status_code == 404


def test_html_is_sanitized_and_alone_in_a_sandbox(cast: Cast, message: Message) -> None:
    link, marina = files.frame_url(cast.actor("marina"), message.pk), _browser(cast, "marina")
    blocked = marina.get(link)
    shown = blocked.content.decode()
    assert "Olá" in shown
    assert not any(word in shown for word in ("alert(1)", "onclick", "fora.example"))
    assert "data:image/png;base64," in shown
    policy = blocked["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "https:" not in policy
    allowed = marina.get(link + "?images=1")
    assert "fora.example/p.gif" in allowed.content.decode()
    assert "https:" in allowed["Content-Security-Policy"]


def test_on_a_host_of_its_own_the_link_alone_opens_but_not_for_long(
    cast: Cast, message: Message, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILES_URL = "https://conteudo.boapraca.example"
    settings.ALLOWED_HOSTS = ["*"]
    link = _file_link(cast, "marina").removeprefix(settings.FILES_URL)
    away = Client(headers={"host": "conteudo.boapraca.example"})
    assert away.get(link).status_code == 200
    assert Client().get(link).status_code == 404
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + files.OTHER_HOST_SECONDS + 1)
    assert away.get(link).status_code == 404
