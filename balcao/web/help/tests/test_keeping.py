"""What strangers get is drawn once and handed out until something of it changes; never to others."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from balcao.register.brand import actions as brand
from balcao.service.knowledge import actions
from balcao.service.knowledge.tests.writing import published
from balcao.web.help import kept
from balcao.web.help.kept import Page, Shelf
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted


@pytest.fixture(autouse=True)
def empty_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept of what another test drew."""
    monkeypatch.setattr(kept, "_shelf", Shelf(kept.MOST_BYTES))


def test_a_strangers_page_is_drawn_once_and_then_costs_two_statements(cast: Cast) -> None:
    path = f"/ajuda/artigos/{published(cast).slug}/"
    Client().get("/ajuda/")
    assert counted(lambda: Client().get(path)) == 3
    first = Client().get(path)
    assert counted(lambda: Client().get(path)) == 2
    again = Client().get(path)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert again["Content-Type"].startswith("text/html")
    assert again["Content-Language"] == "pt-br"
    assert "noindex" not in again.content.decode()


def test_nothing_changed_is_answered_without_a_page(cast: Cast) -> None:
    path = f"/ajuda/artigos/{published(cast).slug}/"
    for client in (Client(), signed_in(cast.people["joao"].pk)):
        client.get(path)  # gives a browser that is signed in the key to its forms, once
        mark = client.get(path)["ETag"]
        again = client.get(path, headers={"If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == mark
        assert "Cookie" in again["Vary"]
    assert counted(lambda: Client().get(path, headers={"If-None-Match": "W/x"})) == 2


def test_it_is_another_page_once_something_of_it_changed(cast: Cast) -> None:
    rita, one = cast.actor("rita"), published(cast)
    path = f"/ajuda/artigos/{one.slug}/"
    mark = Client().get(path)["ETag"]
    actions.write(rita, one.pk, "Garantia", "Outra coisa agora.")
    assert Client().get(path)["ETag"] == mark
    actions.publish(rita, one.pk)
    renewed = Client().get(path, headers={"If-None-Match": mark})
    assert renewed.status_code == 200
    assert "Outra coisa agora" in renewed.content.decode()
    brand.set_colour(cast.actor("beto"), "#0b5f57")
    assert Client().get(path)["ETag"] != renewed["ETag"]
    actions.withdraw(rita, one.pk)
    assert Client().get(path, headers={"If-None-Match": renewed["ETag"]}).status_code == 410


def test_what_changes_for_insiders_leaves_strangers_pages_as_they_are(cast: Cast) -> None:
    mark = Client().get("/ajuda/")["ETag"]
    published(cast, "Só para dentro", "Palavra.", ["internal"])
    assert Client().get("/ajuda/")["ETag"] == mark


def test_whoever_brings_a_session_or_a_question_is_not_handed_what_is_kept(cast: Cast) -> None:
    path = f"/ajuda/artigos/{published(cast).slug}/"
    Client().get(path)
    theirs = signed_in(cast.people["joao"].pk).get(path)
    assert theirs["Cache-Control"] == "private, no-cache"
    assert "csrf-token" in theirs.content.decode()
    assert "csrf-token" not in Client().get(path).content.decode()
    thanked = Client().get(f"{path}?obrigado=1")
    assert "no-store" in thanked["Cache-Control"]


def test_a_page_travels_packed_where_that_is_understood(cast: Cast) -> None:
    path = f"/ajuda/artigos/{published(cast).slug}/"
    plain = Client().get(path).content
    packed = Client().get(path, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert len(packed.content) < len(plain) / 2
    head = Client().head(path)
    assert (head.content, head["Content-Length"]) == (b"", str(len(plain)))


def test_the_language_of_a_page_is_that_of_its_address(cast: Cast) -> None:
    path = f"/ajuda/artigos/{published(cast).slug}/"
    assert Client().get(path, headers={"Accept-Language": "en"})["Content-Language"] == "pt-br"
    assert Client().get("/help/", headers={"Accept-Language": "pt"})["Content-Language"] == "en"


def test_what_a_stranger_is_told_is_told_to_nobody_else(cast: Cast) -> None:
    told, client = "Nothing was sent", Client(headers={"Accept-Language": "en"})
    home = client.post("/ajuda/enquanto-escreve/resolveu/")["Location"]
    shown = client.get(home)
    assert told in shown.content.decode()
    assert "private" in shown["Cache-Control"]
    assert told not in Client().get(home).content.decode()
    assert told not in client.get(home).content.decode()


def test_light_and_dark_are_kept_apart(cast: Cast) -> None:
    client = Client()
    client.cookies["theme"] = "dark"
    dark, light = client.get("/ajuda/"), Client().get("/ajuda/")
    assert 'data-bs-theme="dark"' in dark.content.decode()
    assert 'data-bs-theme="auto"' in light.content.decode()
    assert dark["ETag"] != light["ETag"]
    client.cookies["theme"] = "dark"
    assert client.get("/ajuda/").content == dark.content


def test_the_shelf_never_holds_more_than_its_room() -> None:
    shelf = Shelf(1000)
    for number in range(50):
        shelf.put((f"/{number}", ""), Page("m", (), bytes(90), bytes(10)))
        assert shelf.size <= 1000
    assert shelf.get(("/49", ""), "m") is not None
    assert shelf.get(("/39", ""), "m") is None
    assert shelf.get(("/49", ""), "other") is None
    shelf.put(("/49", ""), Page("n", (), bytes(10), b""))
    assert shelf.size == 910
    shelf.put(("/big", ""), Page("m", (), bytes(2000), b""))
    assert shelf.size == 0
