"""What would have been asked is told beforehand, and nothing by which somebody is found."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.listening.asking import actions, queries, rules
from balcao.listening.surveys.models import Survey
from balcao.register.orders.actions import record_order
from balcao.service.tickets import actions as tickets
from tests.cast import Cast
from tests.statements import counted

from .asking import crew, occasion, survey

pytestmark = pytest.mark.django_db


def told(who: Any, asked: Survey, when: str, seed: str = "", **terms: Any) -> Any:
    return queries.reach(who, asked.pk, actions.Terms(when, **terms), seed)[:2]


def resolved(cast: Cast, name: str, inbox: str, count: int = 1) -> None:
    for _n in range(count):
        tickets.resolve(SYSTEM, cast.ticket(name, inbox).pk)


def test_what_was_resolved_lately_is_counted_with_the_rest_between(cast: Cast) -> None:
    asked, beto = survey(), cast.actor("beto")
    with clock.at(clock.now() - timedelta(days=40)):
        resolved(cast, "joao", "sac")
    resolved(cast, "joao", "sac", 3)
    resolved(cast, "ana", "rh")
    assert told(beto, asked, "resolved") == (1, 1)
    assert told(beto, asked, "resolved", quarantine_days=0) == (3, 3)
    ti = {"teams": [cast.teams["ti"].pk]}
    assert told(beto, asked, "resolved", conditions=ti) == (0, 0)
    assert told(beto, asked, "resolved", conditions={"kinds": ["praise"]}) == (0, 0)


def test_the_seed_draws_beforehand_as_it_will(cast: Cast) -> None:
    asked, beto = survey(), cast.actor("beto")
    ids = [cast.ticket("joao", "sac").pk for _n in range(20)]
    for pk in ids:
        tickets.resolve(SYSTEM, pk)
    half = Decimal("0.5")
    drawn = sum(rules.is_drawn("semente", f"ticket:{pk}", half) for pk in ids)
    found = told(beto, asked, "resolved", "semente", share=half, quarantine_days=0)
    assert found == (drawn, drawn)


def test_a_confidential_team_is_no_part_of_a_count_of_others(cast: Cast) -> None:
    asked = survey("internal")
    resolved(cast, "ana", "rh", 2)
    resolved(cast, "carlos", "ti")
    assert told(cast.actor("beto"), asked, "resolved", quarantine_days=0) == (1, 1)
    assert told(SYSTEM, asked, "resolved", quarantine_days=0) == (3, 3)


def test_orders_and_beginnings_of_the_last_days_are_counted(cast: Cast) -> None:
    beto, today = cast.actor("beto"), clock.today()
    for number, days in (("1", 2), ("2", 5), ("3", 45)):
        day = today - timedelta(days=days)
        record_order(
            SYSTEM, number=number, customer=cast.people["joao"].pk, ordered_on=day, delivered_on=day
        )
    assert told(beto, survey(), "delivered", quarantine_days=0) == (2, 2)
    inside = survey("internal")
    before = told(beto, inside, "hired", conditions={"relationships": ["outsourced"]})
    crew(3, "outsourced")
    after = told(beto, inside, "hired", conditions={"relationships": ["outsourced"]})
    assert after[0] - before[0] == 3


def test_of_an_anonymous_survey_only_bands_of_ten_are_told(cast: Cast) -> None:
    asked, beto = survey("internal", is_anonymous=True), cast.actor("beto")
    only = {"relationships": ["outsourced"]}
    crew(9, "outsourced")
    assert told(beto, asked, "sample", conditions=only) == (None, None)
    crew(1, "outsourced", first=9)
    assert told(beto, asked, "sample", conditions=only) == (10, 19)
    assert told(beto, asked, "sample", conditions=only, share=Decimal("0.5")) == (None, None)
    seeds = {told(beto, asked, "sample", str(n), conditions=only) for n in range(9)}
    assert seeds == {(10, 19)}


def test_who_was_asked_elsewhere_changes_no_count(cast: Cast) -> None:
    beto = cast.actor("beto")
    named, hidden = survey("internal"), survey("internal", is_anonymous=True)
    crew(12, "outsourced")
    only = {"relationships": ["outsourced"]}
    before = told(beto, named, "sample", conditions=only)
    actions.draw_sample(SYSTEM, occasion(hidden, "sample", conditions=only).pk)
    assert told(beto, named, "sample", conditions=only) == before == (12, 12)


def test_who_may_not_set_it_up_is_told_nothing(cast: Cast) -> None:
    asked = survey(team_id=cast.teams["sac"].pk)
    sac, ti = ({"teams": [cast.teams[name].pk]} for name in ("sac", "ti"))
    rita = cast.actor("rita")
    assert told(rita, asked, "resolved", conditions=sac) == (0, 0)
    for conditions in ({}, ti):
        with pytest.raises(Forbidden):
            told(rita, asked, "resolved", conditions=conditions)
    with pytest.raises(Invalid):
        told(rita, asked, "hired", conditions=sac)
    for name in ("marina", "ana", "joao", "lucia"):
        with pytest.raises(NotFound):
            told(cast.actor(name), asked, "resolved", conditions=sac)


def test_a_count_takes_the_same_statements_for_two_and_for_twenty(cast: Cast) -> None:
    asked, beto = survey(), cast.actor("beto")
    costs = []
    for count in (2, 18):
        resolved(cast, "joao", "sac", count)
        costs.append(counted(lambda: told(beto, asked, "resolved")))
    assert costs[0] == costs[1] <= 4


def test_waves_are_told_at_once_as_one_by_one(cast: Cast) -> None:
    beto, asked = cast.actor("beto"), survey("internal")
    crew(12, "outsourced")
    one = occasion(asked, "sample", conditions={"relationships": ["outsourced"]}, quarantine_days=0)
    for _n in range(2):
        actions.draw_sample(SYSTEM, one.pk)
    waves = [wave["id"] for wave in queries.waves(beto, asked.pk)]
    found = queries.responses(beto, asked.pk, waves)
    assert sorted(found) == sorted(waves)
    assert queries.responses(beto, survey().pk, waves) == {}
    assert [wave["number"] for wave in queries.waves(beto, asked.pk, before=2)] == [1]
    for wave, (response, waiting) in found.items():
        assert response == queries.response(beto, wave)
        assert waiting == 12
    assert queries.occasion(beto, one.pk) == queries.occasions(beto, asked.pk)[0]
    for name in ("marina", "rita"):
        with pytest.raises(NotFound):
            queries.occasion(cast.actor(name), one.pk)
