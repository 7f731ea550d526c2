"""Assets and what the catalog offers, found beside tickets and people."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY, Actor
from balcao.insights.search import queries
from balcao.service.assets.tests.owning import asset
from balcao.service.catalog.tests.offering import offer
from tests.cast import Cast


def things(actor: Actor, q: str) -> list[str]:
    """Titles of assets and of what the catalog offers."""
    found = queries.search(actor, q).items
    return [item["title"] for item in found if item["type"] in ("asset", "catalog_item")]


def test_assets_are_found_by_who_keeps_or_uses_them(cast: Cast) -> None:
    given = asset(cast, "ti", "Cadeira azul", owner=cast.handle("carlos").value, serial="XK-77")
    asset(cast, "rh", "Cadeira verde")
    for name, q in (("ana", "cadeiras"), ("carlos", "xk 77"), ("beto", given.number.lower())):
        assert things(cast.actor(name), q) == ["Cadeira azul"], name
    for name in ("marina", "joao", "zoe"):
        assert things(cast.actor(name), "cadeira") == [], name
    assert things(cast.actor("paulo"), "cade") == ["Cadeira verde"]
    (kept,) = queries.suggest(cast.actor("ana"), given.number)
    assert (kept["number"], kept["is_kept"]) == (given.number, True)
    assert not queries.suggest(cast.actor("carlos"), given.number)[0]["is_kept"]


def test_of_very_many_assets_the_newest_of_ones_own_are_found_and_always_the_one_that_was_meant(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = asset(cast, "ti", "Mesa", number="M1", serial="Q7")
    for number in range(12):
        asset(cast, "ti", f"Mesa {number}", number=f"M1{number:02}", serial=f"Q7{number:02}")
    asset(cast, "rh", "Mesa do RH", number="M199")
    expected = {"assets": 9_999, "whole_assets": 9_999, "messages": 0}
    monkeypatch.setattr(queries, "_guessed", lambda _query, _among: expected)
    assert things(cast.actor("ana"), "mesa") == [f"Mesa {number}" for number in range(2, 12)]
    assert things(cast.actor("paulo"), "mesa") == ["Mesa do RH"]
    assert things(cast.actor("marina"), "mesa") == []
    assert things(cast.actor("ana"), "m1")[0] == meant.name
    expected["whole_assets"] = 1
    assert things(cast.actor("ana"), "q7")[0] == meant.name
    assert things(cast.actor("paulo"), "q7") == []


def test_what_is_offered_is_found_by_its_audience(cast: Cast) -> None:
    offer(cast, "Cadeiras novas", audience=["employee"])
    for name in ("ana", "paulo"):
        assert things(cast.actor(name), "cadeira") == ["Cadeiras novas"], name
    for actor in (cast.actor("joao"), cast.actor("carlos"), NOBODY):
        assert things(actor, "cadeira") == []
