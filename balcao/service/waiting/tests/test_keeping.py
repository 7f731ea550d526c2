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
from balcao.service.waiting.hours import always_open
from balcao.service.waiting.jobs import keep_pace as job
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.models import Estimate, Pace, Wait
from balcao.service.waiting.pacing import MOST_DEPARTURES, law_at
from balcao.service.waiting.tests.queueing import Told, poisson, waited
from tests.cast import Cast

NOON = datetime(2026, 11, 18, 15, tzinfo=UTC)  # a Wednesday, noon in São Paulo
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def _estimates() -> list[dict[str, Any]]:
    return [dict(line) for line in Estimate.objects.order_by("wait__from_at", "wait_id").values()]


def test_only_time_in_which_somebody_waited_counts(cast: Cast) -> None:
    waited(cast, [(NOON, NOON + HOUR), (NOON + HOUR / 2, NOON + HOUR), (NOON + 5 * HOUR, None)])
    law = law_at(cast.teams["sac"].pk, NOON + 6 * HOUR, always_open())
    assert (law.departures, law.exposure_seconds) == (2, 2 * 3600)
    assert not law.says_something
    assert law.table() == []


def test_hours_are_those_of_the_calendar(cast: Cast) -> None:
    shop = read(SHOP)
    late = NOON + 8 * HOUR  # 20:00, closed since 18:00
    waited(cast, [(NOON + 3 * HOUR, late), (late, late + 13 * HOUR)])  # 15:00; until 09:00
    law = law_at(cast.teams["sac"].pk, NOON + 24 * HOUR, shop)
    assert law.departures == 1  # the reply at 20:00 says nothing of the pace by day
    assert law.exposure_seconds == 4 * 3600


def test_a_busy_team_is_known_by_its_latest_replies(cast: Cast) -> None:
    told = poisson(NOON, MOST_DEPARTURES + 40)
    waited(cast, told)
    end = max(answered for _begun, answered in told if answered)
    law = law_at(cast.teams["sac"].pk, end, always_open())
    assert law.departures == MOST_DEPARTURES - 1
    assert law.exposure_seconds < (end - NOON).total_seconds() * 0.95
    low, high = law.bounds(3)
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
    assert half.bounds(2)[1] == pytest.approx(2 * plain.bounds(2)[1], rel=0.01)


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
    assert [row[0] for row in pace.places[:3]] == [1, 2, 3]


def test_what_is_told_now_is_what_pages_showed_a_minute_ago(cast: Cast) -> None:
    waited(cast, poisson(NOON - 10 * HOUR, 60))
    with clock.at(NOON):
        keep_pace(SYSTEM)
    pace = Pace.objects.get(team=cast.teams["sac"])
    (wait,) = waited(cast, [(NOON + MINUTE / 2, None)])
    with clock.at(NOON + MINUTE):
        keep_pace(SYSTEM)
    fresh = Estimate.objects.get(wait=wait)
    _place, low, high = pace.places[fresh.place - 1]
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
    names = ("place", "departures", "exposure_seconds", "low_seconds", "high_seconds")
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
