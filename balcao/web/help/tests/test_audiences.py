"""Who gets which article, by page, search, feed and through a cache that all share."""

from __future__ import annotations

import pytest
from django.test import Client

from balcao.core.actor import Hat
from balcao.register.access.actions import Feed, make_feed_address
from balcao.service.knowledge import actions
from balcao.service.knowledge.models import Article
from balcao.service.knowledge.tests.writing import INSIDE, published
from tests.cast import Cast
from tests.signing import signed_in

from .caching import SharedCache

READERS = {
    "Para todos": {"nobody", "joao", "zoe", "ana", "carlos", "marina"},
    "Para clientes": {"joao"},
    "Para empregados": {"ana", "marina"},
    "Para prestadores": {"carlos"},
    "Para dentro": {"ana", "marina", "carlos"},
}
AUDIENCES = {
    "Para todos": ["public"],
    "Para clientes": ["customer"],
    "Para empregados": ["employee"],
    "Para prestadores": ["contractor"],
    "Para dentro": ["internal"],
}
NAMES = ("nobody", "joao", "zoe", "ana", "carlos", "marina")
_BODY = "O segredo de {title} é SEGREDO{place}."


@pytest.fixture
def written(cast: Cast) -> dict[str, Article]:
    """An article for each audience, and one with a part that only insiders get."""
    found = {
        title: published(cast, title, _BODY.format(title=title, place=place), audience)
        for place, (title, audience) in enumerate(AUDIENCES.items())
    }
    return {**found, "Garantia": published(cast)}


def test_each_reads_their_own_by_page_by_search_and_by_address(
    cast: Cast, written: dict[str, Article]
) -> None:
    for name in NAMES:
        client = _client(cast, name)
        home = client.get("/help/").content.decode()
        found = client.get("/ajuda/busca/?q=segredo").content.decode()
        for place, title in enumerate(AUDIENCES):
            is_theirs = name in READERS[title]
            page = client.get(f"/ajuda/artigos/{written[title].slug}/")
            assert (page.status_code == 200) is is_theirs, (name, title)
            assert (f"SEGREDO{place}" in page.content.decode()) is is_theirs
            assert (title in home) is is_theirs, (name, title)
            assert (f"artigos/{written[title].slug}/" in found) is is_theirs, (name, title)


def test_a_part_for_insiders_reaches_them_alone(cast: Cast, written: dict[str, Article]) -> None:
    paths = (f"/ajuda/artigos/{written['Garantia'].slug}/", f"/ajuda/busca/?q={INSIDE}")
    for name in NAMES:
        pages = [_client(cast, name).get(path).content.decode() for path in paths]
        expected = name in {"ana", "carlos", "marina"}
        assert (INSIDE in pages[0]) is expected, name
        assert ("artigos/" + written["Garantia"].slug in pages[1]) is expected, name


def test_two_audiences_through_one_cache_never_get_each_others_page(
    cast: Cast, written: dict[str, Article]
) -> None:
    cache = SharedCache()
    articles = [f"/ajuda/artigos/{one.slug}/" for one in written.values()]
    paths = ("/ajuda/", "/help/", "/ajuda/novidades.atom", "/sitemap.xml", *articles)
    clients = {name: _client(cast, name) for name in NAMES}
    for name in (*NAMES, *reversed(NAMES), *NAMES):
        for path in paths:
            told = cache.get(clients[name], path, accept_encoding="identity").decode()
            for place, title in enumerate(AUDIENCES):
                if name not in READERS[title]:
                    assert title not in told, (name, path)
                    assert f"SEGREDO{place}" not in told, (name, path)
            if name in ("nobody", "joao", "zoe"):
                assert INSIDE not in told, (name, path)
    assert cache.handed > len(paths)
    assert {path for path, kept in cache.stored.items() if kept} >= {"/ajuda/", "/help/"}


def test_a_cache_that_ignores_what_a_page_varies_by_still_hands_out_nothing_of_insiders(
    cast: Cast, written: dict[str, Article]
) -> None:
    for name in NAMES:
        client = _client(cast, name)
        for path in ("/ajuda/", f"/ajuda/artigos/{written['Garantia'].slug}/"):
            response = client.get(path)
            assert response.get("Cache-Control", "").startswith(
                "public" if name == "nobody" else "private"
            )
            assert "Cookie" in response["Vary"]
            assert (INSIDE in response.content.decode()) <= (name != "nobody")


def test_a_mark_of_one_reader_is_no_other_readers(cast: Cast, written: dict[str, Article]) -> None:
    marks = {name: _client(cast, name).get("/ajuda/")["ETag"] for name in NAMES}
    assert len(set(marks.values())) == len(NAMES)
    for name in NAMES:
        for other, mark in marks.items():
            answer = _client(cast, name).get("/ajuda/", headers={"If-None-Match": mark})
            assert (answer.status_code == 304) <= (name == other)


def test_under_another_hat_it_is_another_page(cast: Cast, written: dict[str, Article]) -> None:
    client = _client(cast, "ana")
    before = client.get("/ajuda/")
    client.post("/lado/", {"side": "external"})
    after = client.get("/ajuda/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Para dentro" in before.content.decode()
    assert "Para dentro" not in after.content.decode()


def test_a_feed_tells_what_its_reader_may_read_and_ends_with_their_relationship(
    cast: Cast, written: dict[str, Article]
) -> None:
    everybody = Client().get("/ajuda/novidades.atom").content.decode()
    secret = make_feed_address(cast.actor("carlos").wearing(Hat.INTERNAL), Feed.HELP)
    carlos = f"/ajuda/novidades/{secret}.atom"
    own = Client().get(carlos).content.decode()
    for title in AUDIENCES:
        assert (title in everybody) is ("nobody" in READERS[title])
        assert (title in own) is ("carlos" in READERS[title])
    assert INSIDE not in own
    cast.people["carlos"].relationships.all().delete()
    assert Client().get(carlos).status_code == 404
    assert Client().get("/ajuda/novidades/nada.atom").status_code == 404


def test_what_was_withdrawn_says_so_to_its_readers_alone(
    cast: Cast, written: dict[str, Article]
) -> None:
    inside = written["Para empregados"]
    actions.withdraw(cast.actor("rita"), inside.pk)
    path = f"/help/articles/{inside.slug}/"
    assert _client(cast, "ana").get(path).status_code == 410
    assert _client(cast, "joao").get(path).status_code == 404
    assert Client().get(path).status_code == 404


def _client(cast: Cast, name: str) -> Client:
    return Client() if name == "nobody" else signed_in(cast.people[name].pk)
