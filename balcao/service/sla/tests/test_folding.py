"""A ledger told shortly: the same time, the same sums, and what is unlike any other day still there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.register.calendars import rules as calendars
from balcao.register.calendars.rules import Cause, Pause
from balcao.service.sla.rules import Days, Fold, Line, Stretch, folded

from .promising import ALWAYS, SHOP, here

ZONE = ZoneInfo("America/Sao_Paulo")
CALENDARS = {str(told["name"]): calendars.read(told) for told in (SHOP, ALWAYS)}
HOUR = 3600
MANY = 10_000


def ledger(
    start: datetime, end: datetime, pauses: list[Pause], name: str = "Loja"
) -> list[Stretch]:
    counted, told = timedelta(), []
    for one in calendars.ledger(CALENDARS[name], start, end, pauses):
        counted += one.length if one.state == "running" else timedelta()
        is_plain = one.cause in (Cause.HOURS, Cause.OUTSIDE)
        told.append(
            Stretch(one.from_at, one.to_at, one.state, one.detail, counted, False, is_plain)
        )
    return told


def seconds(lines: list[Line] | list[Stretch], state: str) -> float:
    return sum(
        getattr(one, f"{state}_seconds")
        if isinstance(one, Fold)
        else one.seconds * (one.state == state)
        for one in lines
    )


# In whole seconds, of which sums are exact.
_INSTANT = st.integers(0, 334 * 24 * 3600).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
_PAUSES = st.lists(
    st.builds(
        lambda at, hours: Pause(at, at + timedelta(hours=hours), "x"),
        _INSTANT,
        st.integers(1, 200),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(
    st.sampled_from([*CALENDARS]),
    _INSTANT,
    st.integers(0, 300 * 24),
    _PAUSES,
    st.integers(1, 200),
)
def test_no_second_is_lost_and_no_line_overlaps_another(
    name: str, start: datetime, hours: int, pauses: list[Pause], most: int
) -> None:
    days = ledger(start, start + timedelta(hours=hours), pauses, name)
    lines = folded(days, ZONE, most)
    for state in ("running", "paused", "closed"):
        assert seconds(lines, state) == seconds(days, state)
    assert all(one.to_at == other.from_at for one, other in pairwise(lines))
    assert [one.from_at for one in lines[:1]] == [one.from_at for one in days[:1]]
    assert [(one.to_at, one.counted) for one in lines[-1:]] == [
        (one.to_at, one.counted) for one in days[-1:]
    ]
    assert all(
        sum(told.days * told.seconds for told in one.ran) == one.running_seconds
        for one in lines
        if isinstance(one, Fold)
    )
    if most >= len(days):  # months are not told whole: what is unlike any other day stands singly
        assert [one for one in days if not one.is_plain] == [
            one for one in lines if isinstance(one, Stretch) and not one.is_plain
        ]


def test_ordinary_days_are_one_line_between_what_is_unlike_them() -> None:
    pause = Pause(here("2026-04-29T10:00"), here("2026-04-29T16:00"), "combinado")
    days = ledger(here("2026-04-06T17:00"), here("2026-05-08T10:00"), [pause])
    lines = folded(days, ZONE, MANY)
    folds = [one for one in lines if isinstance(one, Fold)]
    # from Tuesday the 7th; Tiradentes on the 21st, the pause on the 29th, the holiday on May 1
    assert [one.ran for one in folds] == [
        (Days(10, 9 * HOUR), Days(2, 4 * HOUR)),
        (Days(5, 9 * HOUR), Days(1, 4 * HOUR)),
        (Days(4, 9 * HOUR), Days(1, 4 * HOUR)),
    ]
    assert [one.words for one in lines if isinstance(one, Stretch) and not one.is_plain] == [
        "Tiradentes",
        "combinado",  # before lunch, and after
        "combinado",
        "Dia do Trabalhador",
    ]
    assert lines[0] == days[0]
    assert lines[-1] == days[-1]
    assert len(lines) < 20 < 100 < len(days)


def test_what_is_past_is_not_told_with_what_is_ahead() -> None:
    days = ledger(here("2026-06-08T08:00"), here("2026-06-26T18:00"), [])
    now = here("2026-06-16T08:00")
    days = [replace(one, is_ahead=one.from_at >= now) for one in days]
    folds = [one for one in folded(days, ZONE, MANY) if isinstance(one, Fold)]
    assert [(one.is_ahead, one.to_at > now) for one in folds] == [(False, False), (True, True)]


def test_many_pauses_are_told_by_whole_months_the_oldest_first() -> None:
    began = here("2026-01-05T09:00")
    pauses = [
        Pause(began + timedelta(days=day), began + timedelta(days=day, hours=3), "x")
        for day in range(180)
    ]
    days = ledger(began, here("2026-07-03T18:00"), pauses)
    lines = folded(days, ZONE, 144)
    assert len(lines) <= 144 < len(days)
    first, last = lines[0], lines[-1]
    assert isinstance(first, Fold)
    assert first.pauses > 20
    assert first.to_at.astimezone(ZONE).month in (1, 2)
    assert isinstance(last, Stretch)
