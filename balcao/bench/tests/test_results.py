"""The year of answers is counted as if it had been answered one by one, and the gate is tried in earnest."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from balcao.bench import answering, results
from balcao.core.actor import SYSTEM
from balcao.listening.asking.models import Wave
from balcao.listening.results import queries, rebuild
from balcao.listening.results.models import Day, Turnout
from balcao.listening.results.rules import Score
from balcao.register.people.models import Person
from balcao.register.teams.actions import add_team


@pytest.mark.django_db
def test_what_was_loaded_is_counted_whole_and_read() -> None:
    add_team(SYSTEM, "SAC")
    answering._customers(50)
    owner = Person.objects.order_by("pk")[0]
    loaded = results.load(600, owner.pk)
    assert (loaded.answers, loaded.differing) == (600, 0)
    assert rebuild.differing() == []
    by_cut = Day.objects.filter(part="").values("question", "cut").annotate(n=Sum("n"))
    assert {one["n"] for one in by_cut if one["cut"] != "link"} == {600}
    assert Wave.objects.filter(state="closed").count() == results.MONTHS
    whole = Turnout.objects.filter(cut="").aggregate(asked=Sum("asked"), answered=Sum("answered"))
    assert whole == {"asked": 600, "answered": 600}
    told = queries.headline(SYSTEM, loaded.survey)
    assert isinstance(told, Score)
    assert told.n == 600


def test_the_audit_lets_some_through_and_some_not() -> None:
    assert results.audit() > 0
