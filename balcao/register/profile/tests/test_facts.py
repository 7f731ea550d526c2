"""What we know of a person, and how we know it."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid, NotFound
from balcao.register.people.models import Person
from balcao.register.profile import actions, queries
from balcao.register.profile.models import Fact
from balcao.register.profile.rules import NAMES
from tests.cast import Cast


def test_an_unknown_fact_is_shown_as_unknown(cast: Cast) -> None:
    joao = cast.actor("joao")
    shown = queries.facts(joao, joao.me)
    assert [fact["name"] for fact in shown] == list(NAMES)
    assert all(fact["value"] is None for fact in shown)


def test_a_fact_keeps_origin_method_date_and_lawful_basis(cast: Cast) -> None:
    joao = cast.actor("joao")
    actions.learn(
        SYSTEM,
        joao.me,
        "region",
        "Sul",
        origin="pedido 12",
        method="observed",
        lawful_basis="contract",
    )
    fact = next(f for f in queries.facts(joao, joao.me) if f["name"] == "region")
    assert (fact["value"], fact["origin"], fact["method"], fact["lawful_basis"]) == (
        "Sul",
        "pedido 12",
        "observed",
        "contract",
    )
    assert fact["known_at"] is not None


def test_the_losing_value_is_kept(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    for value in ("Sul", "Norte", ""):
        actions.learn(SYSTEM, joao, "region", value, origin="x")
    assert Fact.objects.filter(person=joao, name="region").count() == 3
    assert Fact.objects.filter(person=joao, name="region", superseded_at=None).count() == 1
    shown = next(f for f in queries.facts(SYSTEM, joao) if f["name"] == "region")
    assert shown["value"] is None


def test_a_preference_learned_is_the_persons_own(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    actions.learn(SYSTEM, joao, "preferred_name", "Jota", origin="conversa")
    assert Person.objects.get(pk=joao).called == "Jota"


def test_a_language_nobody_speaks_here_stays_a_fact(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    actions.learn(SYSTEM, joao, "language", "Guarani", origin="conversa")
    assert Person.objects.get(pk=joao).language == ""
    actions.learn(SYSTEM, joao, "language", "en", origin="conversa")
    assert Person.objects.get(pk=joao).language == "en"


@pytest.mark.parametrize(
    "told", [{"name": "sign"}, {"method": "guessed"}, {"lawful_basis": "curiosity"}]
)
def test_a_fact_of_no_kind_is_refused(cast: Cast, told: dict[str, str]) -> None:
    name = told.pop("name", "region")
    with pytest.raises(Invalid):
        actions.learn(SYSTEM, cast.people["joao"].pk, name, "x", origin="x", **told)


def test_of_nobody_nothing_is_learned(cast: Cast) -> None:
    with pytest.raises(NotFound):
        actions.learn(SYSTEM, 10**12, "region", "Sul", origin="x")
