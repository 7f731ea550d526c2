"""Colleagues rate the area they asked: from the request to the number, and who reads which."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden
from balcao.insights.inner.rating import Rated, ratings
from balcao.listening.answers.tests.responding import give, links
from balcao.listening.asking.models import Frozen
from balcao.listening.asking.tests.asking import occasion, shop, standing, survey
from balcao.listening.results import facts
from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.results.tests.counting import DAY, MONDAY, rated, settle
from balcao.register.people.actions import add_organization
from balcao.service.between import actions
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast

from .rounds import answered_round

pytestmark = pytest.mark.django_db


def seen(cast: Cast, name: str) -> list[Rated]:
    return ratings(cast.actor(name), DAY - timedelta(days=40), DAY + timedelta(days=40))


def test_who_asked_another_area_is_asked_how_it_served_them(cast: Cast) -> None:
    shop()
    made = survey("internal", "csat", purpose="internal_service")
    occasion(made, "resolved", quarantine_days=0)
    with clock.at(MONDAY):
        customer = cast.ticket("joao", "sac")
        words = ("Preciso", Said("Podem ver?"))
        linked = actions.ask(cast.actor("marina"), customer.pk, cast.inboxes["ti"].pk, *words)
        tickets.resolve(cast.actor("ana"), linked.inner_id)
    (one,) = standing()
    assert (one.person, one.subject_id) == (cast.people["marina"], linked.inner_id)
    assert Frozen.objects.get(wave=one.wave).attributes["team"] == cast.teams["ti"].pk
    give(links(one.wave)[0], {"csat": 5}, at=one.send_at + timedelta(hours=1))
    with clock.at(one.send_at + timedelta(hours=2)):
        facts.count_changed()
        (told,) = seen(cast, "beto")
        assert [one.label for one in told.areas] == ["TI"]
        assert isinstance(told.areas[0].told, Hidden)  # one answer tells nothing


def test_who_asked_and_who_answered_are_crossed_once_a_round_has_closed(cast: Cast) -> None:
    wave = answered_round(cast)
    with clock.at(MONDAY):
        (one,) = seen(cast, "beto")
        assert (one.everybody, one.pairs) == (Hidden(Reason.NOT_CLOSED), [])
    settle(wave)
    with clock.at(wave.closes_at + timedelta(days=1)):
        (one,) = seen(cast, "beto")
        (led,) = seen(cast, "rita")
    assert one.round is not None
    assert one.round["number"] == 1
    assert isinstance(one.everybody, Score)
    shown = {
        (pair.area_name, pair.asker_name): pair.told
        for pair in one.pairs
        if isinstance(pair.told, Score)
    }
    assert ("TI", "Loja") in shown
    assert ("SAC", "Vendas") not in shown  # three people
    assert all(told.n is None and told.band.fewest >= 5 for told in shown.values() if told.band)
    assert led.pairs == []


def test_an_area_is_told_with_its_interval_from_ten_answers_on(cast: Cast) -> None:
    sales = add_organization(SYSTEM, "Vendas", "department").pk
    ti, sac, rh = (cast.teams[name].pk for name in ("ti", "sac", "rh"))
    groups: list[dict[str, Any]] = [
        *[{"team": ti, "department": sales}] * 12,
        *[{"team": sac}] * 4,
        *[{"team": rh}] * 11,
    ]
    given = [{"csat": 5}] * 10 + [{"csat": 2}] * 17
    made = rated(given, "csat", groups=groups, side="internal", purpose="internal_service")
    assert seen(cast, "beto") == []  # asked of anybody, it is about no area
    occasion(made, "resolved")
    (told,) = seen(cast, "beto")
    areas = {one.label: one.told for one in told.areas}
    assert set(areas) == {"TI", "SAC"}
    score = areas["TI"]
    assert isinstance(score, Score)
    assert (score.n, round(score.value or 0, 3)) == (12, 0.833)
    assert score.low < (score.value or 0) < score.high
    assert isinstance(areas["SAC"], Hidden)
    assert [one.label for one in told.askers] == ["Vendas"]
    assert (told.round, told.pairs) == (None, [])
    (led,) = seen(cast, "rita")
    assert ([one.label for one in led.areas], led.askers) == (["SAC"], [])
    with pytest.raises(Forbidden):
        seen(cast, "ana")
