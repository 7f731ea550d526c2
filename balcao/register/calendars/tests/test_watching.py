"""A newer library may know other holidays: noticed, said, and what follows is worked out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.models import Event
from balcao.register.calendars import rules, watching
from balcao.register.calendars.actions import add_calendar, change_calendar
from balcao.register.calendars.models import Calendar

from .test_rules import SHOP, calendar, wall

pytestmark = pytest.mark.django_db
TODAY = wall("2026-11-23T09:00")
LATER = wall("2027-02-01T09:00")


def looked(at: datetime = TODAY) -> list[str]:
    with clock.at(at):
        return watching.look_at_openings()


@pytest.fixture
def newer_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on 25 January is a holiday in all of Brazil."""

    def named(country: str, state: str, year: int) -> Mapping[date, str]:
        return {**rules.named_holidays(country, state, year), date(year, 1, 25): "Dia novo"}

    monkeypatch.setattr("balcao.register.calendars.rules.calendar.named_holidays", named)


def test_nothing_moves_by_itself_as_time_goes_on() -> None:
    add_calendar(SYSTEM, SHOP)
    assert looked() == []
    assert looked() == []
    assert looked(LATER) == []
    seen = Calendar.objects.get()
    assert (seen.seen_from, seen.moved_at) == (date(2027, 2, 1), None)
    assert not Event.objects.filter(name="OpeningsMoved").exists()


def test_a_holiday_that_a_newer_library_knows_is_noticed_once(
    request: pytest.FixtureRequest,
) -> None:
    add_calendar(SYSTEM, SHOP)
    looked()
    request.getfixturevalue("newer_library")
    assert watching.unseen() == ["Loja"]
    assert looked() == ["Loja"]
    assert (looked(), watching.unseen()) == ([], [])
    assert Calendar.objects.get().moved_at == TODAY
    assert Event.objects.filter(name="OpeningsMoved").count() == 1
    with clock.at(TODAY):
        assert watching.moved() == [("Loja", TODAY)]
    with clock.at(LATER):
        assert watching.moved() == []


def test_days_without_openings_move_nothing(request: pytest.FixtureRequest) -> None:
    """25 January 2027 is a Monday; who is open at weekends alone does not notice."""
    add_calendar(SYSTEM, {**SHOP, "weekly": {"sat": [["08:00", "12:00"]]}})
    with clock.at(wall("2026-02-01T09:00")):
        watching.look_at_openings()
    request.getfixturevalue("newer_library")
    assert looked(wall("2026-02-02T09:00")) == []


def test_what_somebody_changed_is_no_surprise() -> None:
    made = add_calendar(SYSTEM, SHOP)
    looked()
    change_calendar(SYSTEM, made.pk, {**SHOP, "holidays": {"country": "BR", "add": ["2027-01-25"]}})
    assert looked() == []
    assert Calendar.objects.get().seen_version == 2


def test_a_calendar_that_can_not_be_read_any_more_is_named_and_stops_nothing() -> None:
    made = add_calendar(SYSTEM, SHOP)
    other = add_calendar(SYSTEM, {**SHOP, "name": "Outra"})
    looked()
    Calendar.objects.filter(pk=made.pk).update(definition={**SHOP, "zone": "Nowhere"})
    assert watching.unseen() == ["Loja"]
    assert looked(LATER) == []
    assert Calendar.objects.get(pk=other.pk).seen_from == date(2027, 2, 1)


def test_the_digest_follows_openings_and_nothing_else() -> None:
    first = date(2026, 11, 23)
    plain = rules.openings_digest(calendar(), first)
    assert rules.openings_digest(calendar(name="Outra"), first) == plain
    beyond = calendar(exceptions={"2027-12-29": []})
    assert rules.openings_digest(beyond, first) == plain
    others: list[dict[str, Any]] = [
        {"exceptions": {"2027-12-27": []}},
        {"exceptions": {"2026-11-23": [["08:00", "12:01"]]}},
        {"zone": "America/Manaus"},
    ]
    for changed in others:
        assert rules.openings_digest(calendar(**changed), first) != plain


def test_the_last_day_is_cut_where_the_days_end() -> None:
    always = calendar(weekly={day: [["00:00", "24:00"]] for day in rules.DAYS}, holidays=None)
    first = timezone.now().date()
    assert rules.openings_digest(always, first, 1) != rules.openings_digest(always, first, 2)
