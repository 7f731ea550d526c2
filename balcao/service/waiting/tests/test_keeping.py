"""What is told of waits, what became of it, and that history is told from nothing but its past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden
from balcao.measures.shares import wilson
from balcao.measures.waiting import SHARE
from balcao.register.calendars.rules import due_at, read, worked
from balcao.service.routing import actions as routing
from balcao.service.sla.tests.promising import SHOP, calendar
from balcao.service.tickets.models import Ticket
from balcao.service.waiting.hours import always_open
from balcao.service.waiting.jobs import keep_pace as job
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.models import Estimate, Pace, Wait
from balcao.service.waiting.pacing import MOST_DEPARTURES, Law, law_at
from balcao.service.waiting.tests.queueing import Told, poisson, waited
from tests.cast import Cast

NOON = datetime(2026, 11, 18, 15, tzinfo=UTC)  # a Wednesday, noon in São Paulo
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _estimates() -> list[dict[str, Any]]:
    return [dict(line) for line in Estimate.objects.order_by("wait__from_at", "wait_id").values()]


def test_only_time_in_which_somebody_waited_counts(cast: Cast) -> None:
    waited(cast, [(NOON, NOON + HOUR), (NOON + HOUR / 2, NOON + HOUR), (NOON + 5 * HOUR, None)])
    law = law_at(cast.teams["sac"].pk, NOON + 6 * HOUR, always_open())
    assert (law.departures, law.exposure_seconds) == (2, 2 * 3600)
    assert not law.says_something
    assert law.bounds(2, 1) is None
    assert [line["turns"] for line in law.lines().values()] == [[]] * 4


def test_hours_are_those_of_the_calendar(cast: Cast) -> None:
    shop = read(SHOP)
    late = NOON + 8 * HOUR  # 20:00, closed since 18:00
    waited(cast, [(NOON + 3 * HOUR, late), (late, late + 13 * HOUR)])  # 15:00; until 09:00
    law = law_at(cast.teams["sac"].pk, NOON + 24 * HOUR, shop)
    assert law.departures == 1  # the reply at 20:00 says nothing of the pace by day
    assert law.exposure_seconds == 4 * 3600


def test_who_was_overlooked_for_days_tells_nothing_of_the_pace(cast: Cast) -> None:
    """A small team with one forgotten ticket is quick with all others: so it is told."""
    served = [(NOON + 2 * day * HOUR, NOON + 2 * day * HOUR + HOUR / 4) for day in range(8)]
    waited(cast, [(NOON - 30 * HOUR, None), *served])
    sac = cast.teams["sac"].pk
    law = law_at(sac, NOON + 20 * HOUR, always_open())
    # All it counts is from the forgotten one's beginning to the first answer that passed it over.
    assert law.departures == 8
    assert law.exposure_seconds == (30 * HOUR + 8 * HOUR / 4).total_seconds()
    later = law_at(sac, NOON + 14 * DAY + HOUR, always_open())
    assert (later.departures, later.exposure_seconds) == (7, 7 * 900)
    (fresh,) = waited(cast, [(NOON + 20 * HOUR, None)])
    with clock.at(NOON + 20 * HOUR + MINUTE):
        keep_pace(SYSTEM)
    told = Estimate.objects.get(wait=fresh)
    assert (told.place, told.turn) == (2, 1)


def test_who_goes_before_is_counted_and_expected_again(cast: Cast) -> None:
    told = poisson(NOON - 10 * HOUR, 60)
    waits = waited(cast, told)
    plain = law_at(cast.teams["sac"].pk, NOON, always_open())
    for wait in waits[10:40:3]:
        Ticket.objects.filter(pk=wait.ticket_id).update(priority=4)
    law = law_at(cast.teams["sac"].pk, NOON, always_open())
    assert 0 < plain.arrivals[1] < plain.departures == 60
    assert [plain.arrivals[each] for each in (2, 3, 4)] == [0, 0, 0]
    assert 0 < law.arrivals[2] == law.arrivals[3] <= 10
    assert law.arrivals[4] == 0
    low, high = law.bounds(2, 3) or (0.0, 0.0)
    first, last = law.bounds(4, 3) or (0.0, 0.0)
    assert low >= first
    assert high > last


def test_where_the_urgent_come_as_fast_as_anybody_leaves_nothing_is_told(cast: Cast) -> None:
    begins = NOON - 5 * HOUR
    waited(cast, [(begins, begins + (number + 1) * HOUR / 2) for number in range(8)])
    urgent = waited(cast, [(begins + (number + 1) * HOUR / 4, None) for number in range(12)])
    Ticket.objects.filter(pk__in=[wait.ticket_id for wait in urgent]).update(priority=4)
    (fresh,) = waited(cast, [(NOON, None)])
    with clock.at(NOON + MINUTE):
        keep_pace(SYSTEM)
    lines = Pace.objects.get(team=cast.teams["sac"]).lines
    assert (lines["2"]["arrivals"], lines["2"]["is_outrun"], lines["2"]["turns"]) == (12, True, [])
    assert lines["4"]["turns"]
    told = Estimate.objects.get(wait=fresh)
    assert (told.turn, told.arrivals, told.low_seconds) == (13, 12, None)


def test_a_busy_team_is_known_by_its_latest_replies(cast: Cast) -> None:
    told = poisson(NOON, MOST_DEPARTURES + 40)
    waited(cast, told)
    end = max(answered for _begun, answered in told if answered)
    law = law_at(cast.teams["sac"].pk, end, always_open())
    assert law.departures == MOST_DEPARTURES - 1
    assert law.exposure_seconds < (end - NOON).total_seconds() * 0.95
    low, high = law.bounds(2, 3) or (0.0, 0.0)
    assert 0 < low < 18 * 60 < high < 90 * 60


def test_fewer_agents_than_before_stretch_the_time(cast: Cast) -> None:
    waited(cast, poisson(NOON, 20))
    end = NOON + 4 * HOUR
    sac = cast.teams["sac"].pk
    plain = law_at(sac, end, always_open())
    marina, rita = cast.actor("marina"), cast.actor("rita")
    with clock.at(NOON - timedelta(days=20)):
        routing.set_presence(marina, "available")
        routing.set_presence(rita, "available")
    even = law_at(sac, end, always_open())
    with clock.at(end - MINUTE):
        routing.set_presence(rita, "break")
    half = law_at(sac, end, always_open())
    assert (plain.scale, even.scale, even.agents_now) == (1.0, 1.0, 2)
    assert (half.agents_now, round(half.scale, 2)) == (1, 2.0)
    assert _high(half) == pytest.approx(2 * _high(plain), rel=0.01)


def _high(law: Law) -> float:
    told = law.bounds(2, 2)
    assert told is not None
    return told[1]


def test_each_wait_is_told_of_once_and_its_outcome_kept(cast: Cast) -> None:
    waited(cast, poisson(NOON - 10 * HOUR, 60))
    with clock.at(NOON):
        assert keep_pace(SYSTEM) == 60
        first = _estimates()
        assert keep_pace(SYSTEM) == 0
    assert _estimates() == first
    assert len(first) == 60
    told_of = [line for line in first if line["low_seconds"] is not None]
    assert 0 < len(first) - len(told_of) < 20
    for line in told_of:
        wait = Wait.objects.get(pk=line["wait_id"])
        assert wait.ended_at is not None
        seconds = (wait.ended_at - wait.from_at).total_seconds()
        assert line["waited_seconds"] == pytest.approx(seconds)
        assert line["is_covered"] is (line["low_seconds"] <= seconds <= line["high_seconds"])
    pace = Pace.objects.get(team=cast.teams["sac"])
    assert pace.computed_at == NOON
    assert [row[0] for row in pace.lines["2"]["turns"][:3]] == [1, 2, 3]


def test_what_is_told_now_is_what_pages_showed_a_minute_ago(cast: Cast) -> None:
    waited(cast, poisson(NOON - 10 * HOUR, 60))
    with clock.at(NOON):
        keep_pace(SYSTEM)
    pace = Pace.objects.get(team=cast.teams["sac"])
    (wait,) = waited(cast, [(NOON + MINUTE / 2, None)])
    with clock.at(NOON + MINUTE):
        keep_pace(SYSTEM)
    fresh = Estimate.objects.get(wait=wait)
    _turn, low, high = pace.lines["2"]["turns"][fresh.turn - 1]
    assert (fresh.low_seconds, fresh.high_seconds) == pytest.approx((low, high), abs=0.1)
    assert not fresh.is_closed


def test_history_is_told_from_its_past_alone(cast: Cast) -> None:
    told = poisson(NOON - 30 * HOUR, 120)
    cut = NOON - 20 * HOUR
    known: list[Told] = [
        (begun, answered if answered and answered <= cut else None)
        for begun, answered in told
        if begun <= cut
    ]
    waited(cast, known, team="sac")
    waited(cast, told, team="ti")
    with clock.at(NOON):
        keep_pace(SYSTEM)
    names = (
        "place",
        "turn",
        "departures",
        "arrivals",
        "exposure_seconds",
        "low_seconds",
        "high_seconds",
    )
    then, later = (
        [
            tuple(getattr(one, name) for name in names)
            for one in Estimate.objects.filter(wait__team=cast.teams[team]).order_by(
                "wait__from_at"
            )
        ]
        for team in ("sac", "ti")
    )
    assert len(then) > 30
    assert later[: len(then)] == then


def test_a_queue_answered_in_turn_is_covered_as_promised(cast: Cast) -> None:
    waited(cast, poisson(NOON - timedelta(days=6), 600, seed=3))
    with clock.at(NOON):
        keep_pace(SYSTEM)
    outcomes = Estimate.objects.exclude(is_covered=None)
    low, high = wilson(outcomes.filter(is_covered=True).count(), outcomes.count(), 4.0)
    assert outcomes.count() > 500
    assert low <= SHARE <= high


def test_a_wait_that_no_reply_ended_has_no_outcome(cast: Cast) -> None:
    waited(cast, poisson(NOON - 10 * HOUR, 40))
    waits = waited(cast, [(NOON - HOUR, NOON - HOUR / 2)])
    Wait.objects.filter(pk=waits[0].pk).update(ended_by="ended")
    with clock.at(NOON):
        keep_pace(SYSTEM)
    told = Estimate.objects.get(wait=waits[0])
    assert (told.is_closed, told.is_covered, told.rank) == (True, None, None)


def test_waits_are_counted_in_opening_hours(cast: Cast) -> None:
    shop = calendar()
    shop.is_default = True
    shop.save()
    hours = read(SHOP)
    waited(cast, poisson(NOON - 3 * HOUR, 20))
    evening = NOON + 7 * HOUR
    (wait,) = waited(cast, [(evening, evening + 14 * HOUR)])
    with clock.at(evening + 20 * HOUR):
        keep_pace(SYSTEM)
    told = Estimate.objects.get(wait=wait)
    assert wait.ended_at is not None
    assert told.waited_seconds == worked(hours, evening, wait.ended_at).total_seconds() == 3600
    assert told.low_seconds is not None
    assert due_at(hours, evening, timedelta(seconds=told.low_seconds)) > evening + 12 * HOUR


def test_only_the_desk_itself_keeps_the_pace(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        keep_pace(cast.actor("rita"))
    job(0)
    assert Pace.objects.count() == 0
