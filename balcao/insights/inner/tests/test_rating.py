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
from balcao.listening.results.rules import Hidden, Score
from balcao.listening.results.tests.counting import DAY, MONDAY, rated
from balcao.register.people.actions import add_organization
from balcao.service.between import actions
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast

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
        assert [label for label, _told in told.areas] == ["TI"]
        assert isinstance(told.areas[0][1], Hidden)  # one answer tells nothing


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
    areas = dict(told.areas)
    assert set(areas) == {"TI", "SAC"}
    score = areas["TI"]
    assert isinstance(score, Score)
    assert (score.n, round(score.value or 0, 3)) == (12, 0.833)
    assert score.low < (score.value or 0) < score.high
    assert isinstance(areas["SAC"], Hidden)
    assert [label for label, _told in told.askers] == ["Vendas"]
    (led,) = seen(cast, "rita")
    assert ([label for label, _told in led.areas], led.askers) == (["SAC"], [])
    with pytest.raises(Forbidden):
        seen(cast, "ana")
