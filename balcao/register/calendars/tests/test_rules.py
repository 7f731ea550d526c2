"""The business-time cases everybody can do in their head, and those nobody wants to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from balcao.core.errors import Invalid
from balcao.register.calendars import rules
from balcao.register.calendars.rules import OutOfReach, Pause, State
from balcao.register.calendars.rules.reading import DAYS

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
TWO_SHIFTS = [["08:00", "12:00"], ["13:00", "18:00"]]
SHOP: dict[str, Any] = {
    "name": "Loja",
    "zone": "America/Sao_Paulo",
    "weekly": {
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), TWO_SHIFTS),
        "sat": [["08:00", "12:00"]],
    },
    "holidays": {"country": "BR"},
}
SIX_HOURS = timedelta(hours=6)


def wall(text: str, zone: str = "America/Sao_Paulo") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def calendar(**changed: Any) -> rules.BusinessCalendar:
    return rules.read({**SHOP, **changed})


START = wall("2026-04-30T17:00")


def test_six_hours_over_a_holiday_and_a_weekend() -> None:
    due = rules.due_at(calendar(), START, SIX_HOURS)
    assert due == wall("2026-05-04T09:00")
    assert due.tzinfo is UTC
    assert rules.worked(calendar(), START, due) == SIX_HOURS


def test_each_interval_says_why() -> None:
    found = rules.explained(calendar(), START, SIX_HOURS)
    told = [
        (one.from_at.astimezone(SAO_PAULO).strftime("%d %H:%M"), one.seconds, one.state, one.reason)
        for one in found
    ]
    assert told == [
        ("30 17:00", 3_600, "running", "opening hours"),
        ("30 18:00", 6 * 3_600, "closed", "outside opening hours"),
        ("01 00:00", 24 * 3_600, "closed", "holiday: Dia do Trabalhador"),
        ("02 00:00", 8 * 3_600, "closed", "outside opening hours"),
        ("02 08:00", 4 * 3_600, "running", "opening hours"),
        ("02 12:00", 44 * 3_600, "closed", "outside opening hours"),
        ("04 08:00", 3_600, "running", "opening hours"),
    ]


def test_a_pause_moves_the_due_date_by_the_open_time_it_covers() -> None:
    pause = Pause(wall("2026-05-02T10:00"), wall("2026-05-04T08:30"), "Esperando o cliente")
    assert rules.due_at(calendar(), START, SIX_HOURS, [pause]) == wall("2026-05-04T11:30")
    found = rules.explained(calendar(), START, SIX_HOURS, [pause])
    paused = [(one.seconds, one.reason) for one in found if one.state is State.PAUSED]
    assert paused == [(7_200, "Esperando o cliente"), (1_800, "Esperando o cliente")]
    assert sum(one.seconds for one in found if one.state is State.RUNNING) == 6 * 3_600


def test_three_business_days() -> None:
    office = calendar(weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), TWO_SHIFTS))
    assert rules.business_day_after(office, date(2026, 4, 16), 3) == date(2026, 4, 22)
    assert rules.business_day_after(office, date(2026, 12, 23), 3) == date(2026, 12, 29)
    due = rules.due_after_days(office, wall("2026-04-16T10:00"), 3)
    assert due == wall("2026-04-22T18:00")


def test_a_shift_past_midnight_belongs_to_the_day_it_begins_on() -> None:
    night = calendar(weekly={"fri": [["22:00", "06:00"]]}, holidays={"add": ["2026-05-08"]})
    assert rules.is_open(night, wall("2026-05-02T05:59:59"))
    assert not rules.is_open(night, wall("2026-05-02T06:00"))
    assert not rules.is_open(night, wall("2026-05-09T03:00")), "it began on a holiday"
    assert rules.due_at(night, wall("2026-05-01T12:00"), timedelta(hours=9)) == wall(
        "2026-05-15T23:00"
    )
    eve = calendar(weekly={"thu": [["22:00", "06:00"]]})
    assert rules.is_open(eve, wall("2026-05-01T05:00")), "it began before the holiday"


def test_half_days_and_days_off_replace_the_week_and_the_holidays() -> None:
    told = calendar(
        exceptions={
            "2026-12-24": [["08:00", "12:00"]],
            "2026-12-25": [["10:00", "11:00"]],
            "2026-12-28": [],
        }
    )
    found = rules.explained(told, wall("2026-12-24T11:00"), timedelta(hours=7))
    assert [(one.seconds / 3_600, one.state, one.reason) for one in found] == [
        (1, "running", "opening hours of an exceptional day"),
        (22, "closed", "closed on an exceptional day"),
        (1, "running", "opening hours of an exceptional day"),
        (13, "closed", "closed on an exceptional day"),
        (8, "closed", "outside opening hours"),
        (4, "running", "opening hours"),
        (36, "closed", "outside opening hours"),
        (24, "closed", "closed on an exceptional day"),
        (8, "closed", "outside opening hours"),
        (1, "running", "opening hours"),
    ]


def test_due_at_the_end_of_an_opening_and_not_at_the_next_one() -> None:
    assert rules.due_at(calendar(), wall("2026-05-04T08:00"), timedelta(hours=4)) == wall(
        "2026-05-04T12:00"
    )
    assert rules.due_at(calendar(), wall("2026-05-04T12:30"), timedelta()) == wall(
        "2026-05-04T12:30"
    )
    assert rules.explained(calendar(), START, timedelta()) == []


def test_seconds_and_less_are_kept() -> None:
    start = wall("2026-05-04T11:59:59") + timedelta(microseconds=250_000)
    due = rules.due_at(calendar(), start, timedelta(seconds=1))
    assert due == wall("2026-05-04T13:00:00") + timedelta(microseconds=250_000)


def test_around_the_clock_counts_as_the_clock_does() -> None:
    always = calendar(weekly={day: [["00:00", "24:00"]] for day in DAYS}, holidays=None)
    start = wall("2026-03-01T12:34:56")
    assert rules.due_at(always, start, timedelta(days=400)) == start + timedelta(days=400)
    assert len(rules.ledger(always, start, start + timedelta(days=400))) == 1


def test_hours_a_clock_skips_do_not_count_and_those_shown_twice_do() -> None:
    night = rules.read(
        {
            "name": "Noite",
            "zone": "America/New_York",
            "weekly": {day: [["22:00", "06:00"]] for day in DAYS},
        }
    )

    def shift(day: str) -> timedelta:
        start = wall(f"{day}T22:00", "America/New_York")
        return rules.worked(night, start, start + timedelta(hours=14))

    assert shift("2026-03-07") == timedelta(hours=7)
    assert shift("2026-10-31") == timedelta(hours=9)
    assert shift("2026-06-01") == timedelta(hours=8)


def test_an_opening_within_the_hour_that_is_skipped_or_repeated() -> None:
    early = rules.read(
        {"name": "Cedo", "zone": "Europe/Lisbon", "weekly": {"sun": [["01:15", "01:45"]]}}
    )
    day = datetime(2026, 3, 29, tzinfo=UTC)
    assert rules.worked(early, day, day + timedelta(days=1)) == timedelta()
    day = datetime(2026, 10, 25, tzinfo=UTC)
    assert rules.worked(early, day, day + timedelta(days=1)) == timedelta(hours=1)


def test_a_midnight_that_did_not_exist() -> None:
    summer = calendar(weekly={"sun": [["00:00", "02:00"]]}, holidays=None)
    assert rules.next_opening(summer, wall("2018-11-03T12:00")) == wall("2018-11-04T01:00")
    found = rules.explained(summer, wall("2018-11-03T12:00"), timedelta(hours=1))
    assert sum(one.seconds for one in found if one.state is State.RUNNING) == 3_600
    assert found[-1].to_at == wall("2018-11-04T02:00")


def test_pauses_that_overlap_touch_or_lie_outside_opening_hours() -> None:
    start = wall("2026-05-04T08:00")
    pauses = [
        Pause(wall("2026-05-04T09:00"), wall("2026-05-04T10:00"), "b"),
        Pause(wall("2026-05-04T08:30"), wall("2026-05-04T09:30"), "a"),
        Pause(wall("2026-05-04T10:00"), wall("2026-05-04T10:30"), "c"),
        Pause(wall("2026-05-04T12:10"), wall("2026-05-04T12:50"), "lunch"),
        Pause(wall("2026-05-01T00:00"), wall("2026-05-02T00:00"), "before"),
        Pause(wall("2026-05-04T11:00"), wall("2026-05-04T11:00"), "nothing"),
    ]
    due = rules.due_at(calendar(), start, timedelta(hours=3), pauses)
    assert due == wall("2026-05-04T14:00")
    told = [
        (one.seconds / 60, one.detail or str(one.state))
        for one in rules.explained(calendar(), start, timedelta(hours=3), pauses)
    ]
    assert told == [
        (30, "running"),
        (60, "a"),
        (30, "b"),
        (30, "c"),
        (90, "running"),
        (60, "closed"),
        (60, "running"),
    ]


def test_a_short_pause_within_a_long_one_changes_nothing() -> None:
    start = wall("2026-05-04T08:00")
    pauses = [
        Pause(wall("2026-05-04T09:00"), wall("2026-05-04T11:00"), "long"),
        Pause(wall("2026-05-04T09:30"), wall("2026-05-04T10:00"), "short"),
    ]
    assert rules.due_at(calendar(), start, timedelta(hours=2), pauses) == wall("2026-05-04T12:00")
    found = rules.explained(calendar(), start, timedelta(hours=2), pauses)
    assert [(one.seconds / 3_600, one.detail) for one in found] == [(1, ""), (2, "long"), (1, "")]


def test_a_night_into_the_new_year() -> None:
    night = calendar(weekly={"thu": [["21:30", "04:00"]]}, holidays=None)
    start = wall("2026-12-31T20:00")
    assert rules.due_at(night, start, timedelta(hours=6)) == wall("2027-01-01T03:30")
    assert rules.worked(night, start, wall("2027-01-01T12:00")) == timedelta(hours=6.5)


def test_a_pause_without_end_has_a_due_date_only_if_it_was_reached_before() -> None:
    start = wall("2026-05-04T08:00")
    waiting = [Pause(wall("2026-05-04T10:00"), None, "Aprovação")]
    assert rules.due_at(calendar(), start, timedelta(hours=2), waiting) == wall("2026-05-04T10:00")
    with pytest.raises(OutOfReach, match="paused"):
        rules.due_at(calendar(), start, timedelta(hours=3), waiting)
    end = wall("2026-05-05T18:00")
    assert rules.worked(calendar(), start, end, waiting) == timedelta(hours=2)
    last = rules.ledger(calendar(), start, end, waiting)[-1]
    assert (last.state, last.to_at) == (State.PAUSED, end)


def test_openings_that_come_to_an_end_are_said_and_not_searched_for_ever() -> None:
    fair = calendar(weekly={}, exceptions={"2026-12-24": [["08:00", "12:00"]]})
    start = wall("2026-12-20T08:00")
    assert rules.due_at(fair, start, timedelta(hours=4)) == wall("2026-12-24T12:00")
    with pytest.raises(OutOfReach, match="20"):
        rules.due_at(fair, start, timedelta(hours=5))
    with pytest.raises(OutOfReach, match="20"):
        rules.next_opening(fair, wall("2027-01-01T00:00"))
    with pytest.raises(OutOfReach, match="20"):
        rules.business_day_after(fair, date(2027, 1, 1), 1)


def test_instants_without_offset_and_years_nobody_knows_are_refused() -> None:
    with pytest.raises(Invalid):
        rules.due_at(calendar(), datetime(2026, 5, 4), SIX_HOURS)
    for year in (1900, 2100, 9999):
        with pytest.raises(Invalid):
            rules.due_at(calendar(), datetime(year, 5, 4, tzinfo=UTC), SIX_HOURS)
    with pytest.raises(Invalid):
        rules.due_at(calendar(), START, SIX_HOURS, [Pause(START, START - timedelta(1))])
    with pytest.raises(ValueError):
        rules.due_at(calendar(), START, -SIX_HOURS)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("6h", 21_600),
        ("90m", 5_400),
        ("1h30m", 5_400),
        ("45s", 45),
        (" 2H 15min ", 8_100),
        ("0m", 0),
    ],
)
def test_targets_as_people_write_them(text: str, length: int) -> None:
    assert rules.read_target(text) == timedelta(seconds=length)


def test_days_are_business_days_and_nonsense_is_no_target() -> None:
    assert rules.read_target("3d") == rules.BusinessDays(3)
    for text in ("", "6", "h", "1d2h", "-3h", "0d", "6h6h", "1.5h", "9" * 30 + "h"):
        with pytest.raises(rules.WrongTarget):
            rules.read_target(text)
    for text in ("2026-04-30T17:00:00", "yesterday", ""):
        with pytest.raises(rules.WrongTarget):
            rules.read_instant(text)
