"""Who is drawn, when it is sent, and what may be told: by table and by property."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.errors import Invalid
from balcao.listening.asking import rules
from balcao.register.calendars.rules import is_open, read

from .asking import SHOP, here

ZONE = ZoneInfo("America/Sao_Paulo")
CALENDAR = read(SHOP)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
SHARES = st.decimals(Decimal("0.0001"), Decimal(1), places=4)
RHYTHMS = st.fixed_dictionaries(
    {
        "every": st.sampled_from(list(rules.EVERY)),
        "weekday": st.integers(0, 6),
        "hour": st.integers(0, 23),
    }
)


def test_conditions_hold_together_and_each_names_any() -> None:
    facts = {
        "sides": frozenset({"external"}),
        "teams": frozenset({3}),
        "kinds": frozenset({"praise"}),
    }
    assert rules.meets({}, facts)
    assert rules.meets({"teams": [2, 3]}, facts)
    assert not rules.meets({"teams": [2]}, facts)
    assert not rules.meets({"teams": [3], "kinds": ["complaint"]}, facts)
    assert not rules.meets({"departments": [1]}, facts)


@pytest.mark.parametrize(
    "told",
    [
        {"names": ["João"]},
        {"people": [7]},
        {"sides": ["both"]},
        {"kinds": "praise"},
        {"teams": ["3"]},
        {"teams": [True]},
        {"kinds": [["praise"]]},
    ],
)
def test_a_condition_is_a_closed_list(told: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        rules.read_conditions(told)


def test_conditions_are_kept_in_order_and_without_empty_ones() -> None:
    told = {"kinds": ["praise", "complaint", "praise"], "teams": []}
    assert rules.read_conditions(told) == {"kinds": ["complaint", "praise"]}


@given(st.text(min_size=1, max_size=20), st.integers(1, 10**12), SHARES, SHARES)
def test_a_larger_share_draws_whom_a_smaller_one_drew(
    seed: str, subject_id: int, one: Decimal, other: Decimal
) -> None:
    subject = rules.subject_of("ticket", subject_id)
    small, large = sorted((one, other))
    assert rules.is_drawn(seed, subject, large) or not rules.is_drawn(seed, subject, small)
    assert rules.is_drawn(seed, subject, Decimal(1))


@pytest.mark.parametrize("share", [Decimal("0.1"), Decimal("0.5"), Decimal("0.9")])
def test_a_share_draws_about_that_many_and_another_seed_draws_others(share: Decimal) -> None:
    drawn = {
        seed: {n for n in range(20_000) if rules.is_drawn(seed, f"ticket:{n}", share)}
        for seed in ("a", "b")
    }
    for found in drawn.values():
        spread = (share * (1 - share) / 20_000) ** Decimal("0.5")
        assert abs(Decimal(len(found)) / 20_000 - share) < 4 * spread
    both = Decimal(len(drawn["a"] & drawn["b"])) / 20_000
    assert abs(both - share * share) < Decimal("0.02")


def test_the_lot_is_what_it_always_was() -> None:
    """Fixed: an occasion in force must draw the same tickets after an upgrade."""
    drawn = [n for n in range(1, 21) if rules.is_drawn("semente", f"ticket:{n}", Decimal("0.25"))]
    assert drawn == [13, 14, 16]


@given(RHYTHMS, INSTANTS)
def test_the_next_opening_is_the_first_of_its_rhythm_later_than_now(
    rhythm: dict[str, Any], after: datetime
) -> None:
    found = rules.next_opening(rhythm, after, ZONE)
    wall = found.astimezone(ZONE)
    assert found > after
    assert (wall.weekday(), wall.hour, wall.minute) == (rhythm["weekday"], rhythm["hour"], 0)
    if rhythm["every"] == "week":
        assert found - after <= timedelta(days=7)
        return
    assert wall.day <= 7
    if rhythm["every"] == "quarter":
        assert wall.month in (1, 4, 7, 10)
    following = rules.next_opening(rhythm, found, ZONE).astimezone(ZONE)
    months = (following.year - wall.year) * 12 + following.month - wall.month
    assert months == rules.EVERY[rhythm["every"]]
    before = rules.next_opening(rhythm, after - timedelta(days=1), ZONE)
    assert before <= found


@pytest.mark.parametrize(
    ("every", "after", "opens"),
    [
        ("week", "2026-11-22T12:00", "2026-11-23T09:00"),
        ("week", "2026-11-23T09:00", "2026-11-30T09:00"),
        ("month", "2026-11-22T12:00", "2026-12-07T09:00"),
        ("month", "2026-12-31T23:00", "2027-01-04T09:00"),
        ("quarter", "2026-11-22T12:00", "2027-01-04T09:00"),
        ("quarter", "2026-01-01T00:00", "2026-01-05T09:00"),
    ],
)
def test_mondays_at_nine(every: str, after: str, opens: str) -> None:
    rhythm = {"every": every, "weekday": 0, "hour": 9}
    assert rules.next_opening(rhythm, here(after), ZONE) == here(opens)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"every": "day", "weekday": 0, "hour": 9},
        {"every": "week", "weekday": 7, "hour": 9},
        {"every": "week", "weekday": 0, "hour": 24},
        {"every": "week", "weekday": True, "hour": 9},
        {"every": "week", "weekday": "0", "hour": 9},
        {"every": "week", "weekday": 0, "hour": 9, "minute": 5},
    ],
)
def test_a_rhythm_that_is_none_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        rules.read_rhythm(told)


@given(INSTANTS, st.integers(0, 90))
def test_it_is_sent_in_opening_hours_and_not_before_its_time(event: datetime, days: int) -> None:
    found = rules.send_at(event, days, CALENDAR, ZONE)
    assert is_open(CALENDAR, found)
    assert found >= event + timedelta(days=days)
    assert rules.send_at(event, days, None, ZONE) <= found


@pytest.mark.parametrize(
    ("event", "days", "sent"),
    [
        ("2026-11-20T15:00", 0, "2026-11-23T08:00"),  # a holiday, then a weekend
        ("2026-11-19T15:00", 0, "2026-11-19T15:00"),
        ("2026-11-19T20:00", 0, "2026-11-23T08:00"),
        ("2026-11-16T00:00", 3, "2026-11-19T08:00"),
        ("2026-11-16T10:30", 4, "2026-11-23T08:00"),
    ],
)
def test_holidays_and_nights_are_left_in_peace(event: str, days: int, sent: str) -> None:
    assert rules.send_at(here(event), days, CALENDAR, ZONE) == here(sent)


def test_history_is_not_asked_about() -> None:
    now = here("2026-11-23T08:00")
    assert rules.is_too_late(now - timedelta(days=15), now)
    assert not rules.is_too_late(now - timedelta(days=13), now)
    assert not rules.is_too_late(now + timedelta(days=40), now)


@given(INSTANTS, st.integers(1, 90))
def test_a_stretch_is_the_month_of_the_sending_and_leaves_time_to_answer(
    send: datetime, days: int
) -> None:
    found = rules.stretch(send, days, ZONE)
    assert found.opens_at <= send < found.asks_until
    assert found.closes_at - found.asks_until == timedelta(days=days)
    assert found.opens_at.astimezone(ZONE).day == found.asks_until.astimezone(ZONE).day == 1
    assert rules.stretch(found.asks_until, days, ZONE).opens_at == found.asks_until


@given(st.lists(INSTANTS, max_size=5), INSTANTS, st.integers(0, 366))
def test_quarantine_is_about_the_latest_alone(
    asked: list[datetime], at: datetime, days: int
) -> None:
    expected = bool(asked) and max(asked) > at - timedelta(days=days)
    assert rules.in_quarantine(asked, at, days) is expected


@pytest.mark.parametrize(
    ("since", "band"),
    [
        (date(2026, 11, 22), "under_1"),
        (date(2025, 11, 23), "under_1"),
        (date(2025, 11, 22), "1_to_2"),
        (date(2023, 11, 23), "1_to_2"),
        (date(2023, 11, 22), "3_to_5"),
        (date(2020, 11, 22), "6_to_10"),
        (date(2015, 11, 22), "over_10"),
        (date(2030, 1, 1), "under_1"),
    ],
)
def test_tenure_comes_in_bands_of_whole_years(since: date, band: str) -> None:
    assert rules.tenure_band(since, date(2026, 11, 22)) == band


@given(st.integers(0, 300), st.integers(0, 300), st.integers(5, 20))
def test_of_an_anonymous_wave_no_small_group_is_told(one: int, other: int, k: int) -> None:
    answered, asked = sorted((one, other))
    opened = rules.response(asked, answered, k=k, is_anonymous=True, is_closed=False)
    assert opened == (None, None, None)
    told = rules.response(asked, answered, k=k, is_anonymous=True, is_closed=True)
    if told.answered_from is None or told.answered_to is None:
        assert told.answered_to is None
        return
    assert told.asked == asked
    assert k <= told.answered_from <= answered <= told.answered_to
    assert answered >= k
    assert asked == answered or asked - answered >= k
    # Whoever reads the band can't tell that fewer than k did not answer.
    assert told.answered_to == asked or asked - told.answered_to >= k


def test_of_an_identified_wave_all_is_told() -> None:
    told = rules.response(7, 1, k=5, is_anonymous=False, is_closed=False)
    assert told == (7, 1, 1)
