"""As many statements for twenty rows as for two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.results import facts, queries
from balcao.listening.surveys.models import Survey
from balcao.register.access.actors import Level, actor_of
from balcao.register.teams.actions import add_team
from tests.statements import counted

from .counting import DAY, MONDAY, again, nps_of, question, rated, sealed

pytestmark = pytest.mark.django_db


def reads(made: Survey) -> dict[str, Callable[[], object]]:
    pk, asked = made.pk, question(made, made.purpose)
    key: dict[str, Any] = {"cut": "department", "value": "1"}
    return {
        "readable": lambda: queries.readable(SYSTEM),
        "survey": lambda: queries.survey(SYSTEM, pk),
        "headline": lambda: queries.headline(SYSTEM, pk),
        "of a group": lambda: queries.headline(SYSTEM, pk, **key),
        "scores": lambda: queries.scores(SYSTEM, pk),
        "trend": lambda: queries.trend(SYSTEM, pk, asked),
        "by_group": lambda: queries.by_group(SYSTEM, pk, asked, "team"),
        "representation": lambda: queries.representation(SYSTEM, pk),
        "comments": lambda: queries.comments(SYSTEM, pk),
        "themes": lambda: queries.themes(SYSTEM, pk),
    }


MOST = {
    "readable": 5,
    "survey": 5,
    "headline": 4,
    "of a group": 4,
    "scores": 5,
    "trend": 4,
    "by_group": 5,
    "representation": 5,
    "comments": 4,
    "themes": 5,
}


def test_statements_do_not_grow_with_answers() -> None:
    teams = [add_team(SYSTEM, f"Time {n}").pk for n in range(8)]
    first = {"team": teams[0], "department": "1"}
    made = rated([{"nps": 9}] * 2, "nps", purpose="nps", groups=[first] * 2)
    names = [*reads(made), "answers"]

    def count() -> list[int]:
        every = {**reads(made), "answers": lambda: queries.answers(SYSTEM, made.pk)}
        return [counted(every[name]) for name in names]

    few = count()
    groups = [{"team": team, "department": str(team)} for team in teams] * 3
    again(made, [{"nps": 3}] * 24, at=MONDAY + timedelta(days=1), groups=groups)
    for _more in range(3):
        rated(nps_of(1, 0, 0), "nps")
    assert count() == few
    assert all(few[names.index(name)] <= MOST.get(name, 4) for name in names)


def test_statements_do_not_grow_with_rounds() -> None:
    wave = sealed(nps_of(5, 5, 5, "enps"), "enps", "enps_why", purpose="enps")
    made = wave.survey
    few = {name: counted(read) for name, read in reads(made).items()}
    later = sealed(nps_of(6, 6, 6, "enps"), made=made, at=wave.closes_at)
    sealed(nps_of(6, 6, 6, "enps"), made=made, at=later.closes_at)
    assert {name: counted(read) for name, read in reads(made).items()} == few
    assert all(few[name] <= MOST[name] + 1 for name in few)


def test_what_respondents_read_takes_as_many_for_many_rounds() -> None:
    made = rated(nps_of(6, 0, 0), "nps")
    person = Invited.objects.filter(survey=made)[0].person
    me = actor_of(person.pk, Level.STRONG)
    counts: list[int] = []
    for _more in range(3):
        for wave in Wave.objects.filter(state="open"):
            with clock.at(wave.closes_at):
                asking.close_due(wave.closes_at)
        assert len(queries.own(me)) == len(counts) + 1
        counts.append(counted(lambda: queries.own(me)))
        again(made, nps_of(6, 0, 0), [person], at=MONDAY)
    assert counts == [3, 3, 3]


def test_counting_a_day_takes_as_many_statements_for_many_answers() -> None:
    made = rated([{"nps": 9}] * 2)
    few = counted(lambda: facts.count(made.pk, DAY, DAY))
    again(made, [{"nps": 3}] * 20, at=MONDAY)
    assert counted(lambda: facts.count(made.pk, DAY, DAY)) == few == 4
