"""Working time in SQL is the calendar's own, to the second."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.actor import SYSTEM
from balcao.core.sql import rows
from balcao.insights.balance import sources
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.actions import add_calendar
from balcao.register.calendars.models import Calendar
from balcao.register.calendars.queries import calendar_of
from balcao.service.sla.tests.promising import SHOP
from tests.properties import examples, undone

from .counting import MONTH, NOW

BEGINNING = MONTH.since - sources.LONGEST_WAIT
SECONDS = int((NOW - BEGINNING).total_seconds())
NIGHTS = {
    "name": "Noites",
    "zone": "America/New_York",
    "weekly": {day: [["22:00", "06:00"]] for day in calendars.DAYS},
}


def _in_sql(spans: list[tuple[datetime, datetime]]) -> list[float]:
    told = {"starts": [start for start, _end in spans], "ends": [end for _start, end in spans]}
    found = rows(
        f"SELECT {sources._WAITED} AS seconds"
        " FROM unnest(%(starts)s::timestamptz[]) WITH ORDINALITY AS t(created_at, place)"
        " JOIN unnest(%(ends)s::timestamptz[]) WITH ORDINALITY AS f(at, place) USING (place)"
        " ORDER BY place",
        {**sources.opening_hours(MONTH)[1], **told},
    )
    return [line["seconds"] for line in found]


@pytest.mark.django_db
@pytest.mark.parametrize("definition", [SHOP, NIGHTS], ids=["shop", "nights"])
@given(told=st.lists(st.tuples(*[st.integers(0, SECONDS)] * 2), min_size=1, max_size=200))
@examples(15)
def test_it_is_what_the_rules_say(
    definition: dict[str, object], told: list[tuple[int, int]]
) -> None:
    with undone():
        Calendar.objects.all().delete()
        calendar = calendar_of(SYSTEM, add_calendar(SYSTEM, definition).pk)
        spans = [(BEGINNING + _seconds(min(s)), BEGINNING + _seconds(max(s))) for s in told]
        worked = [calendars.worked(calendar, *span).total_seconds() for span in spans]
        assert _in_sql(spans) == pytest.approx(worked, abs=0.01)


@pytest.mark.django_db
def test_without_a_calendar_every_hour_counts() -> None:
    assert sources.opening_hours(MONTH)[0] == ""
    assert _in_sql([(NOW - timedelta(days=3), NOW)]) == [pytest.approx(3 * 86400)]


def _seconds(number: int) -> timedelta:
    return timedelta(seconds=number)
