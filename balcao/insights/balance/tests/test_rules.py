from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from balcao.insights.balance.rules import (
    Share,
    Verdict,
    Wait,
    Waits,
    compare,
    compare_waits,
    period,
    weigh,
)


def test_a_period_is_whole_days_of_the_zone_and_today_is_one_of_them() -> None:
    late = datetime(2026, 5, 15, 1, 0, tzinfo=UTC)  # still the 14th in São Paulo
    told = period(7, late, "America/Sao_Paulo")
    assert (told.first, told.last) == (date(2026, 5, 8), date(2026, 5, 14))
    assert told.since.astimezone(UTC) == datetime(2026, 5, 8, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inside", "outside", "verdict"),
    [
        ((9, 9), (1, 9), Verdict.FEW),
        ((9, 10), (0, 0), Verdict.FEW),
        ((9, 10), (8, 10), Verdict.EVEN),
        ((95, 100), (60, 100), Verdict.INSIDE),
        ((60, 100), (95, 100), Verdict.OUTSIDE),
    ],
)
def test_sides_are_told_apart_only_beyond_doubt(
    inside: tuple[int, int], outside: tuple[int, int], verdict: Verdict
) -> None:
    told = compare(Share(*inside), Share(*outside))
    assert told.verdict is verdict
    assert told.low <= told.value <= told.high or verdict is Verdict.FEW


def test_many_replies_on_one_ticket_are_one_case() -> None:
    loose, bound = Share(300, 1000), Share(300, 1000, cases=40)
    assert loose.value == bound.value
    assert bound.interval[0] < loose.interval[0] < loose.interval[1] < bound.interval[1]
    assert not Share(900, 1000, cases=9).is_enough
    assert weigh(loose, Share(400, 1000)) is Verdict.OUTSIDE
    assert weigh(bound, Share(400, 1000)) is Verdict.EVEN
    assert weigh(Share(1, 2), Share(1, 2)) is Verdict.FEW


def test_waits_are_told_apart_when_their_intervals_do_not_touch() -> None:
    short, long = (Waits(50, Wait(s, s - 60, s + 60), None) for s in (600, 3600))
    assert compare_waits(short, long) is Verdict.OUTSIDE
    assert compare_waits(long, short) is Verdict.INSIDE
    assert compare_waits(long, long) is Verdict.EVEN
    assert compare_waits(long, Waits(3)) is Verdict.FEW
    assert compare_waits(long, Waits(12, Wait(60, None, 90), None)) is Verdict.INSIDE
