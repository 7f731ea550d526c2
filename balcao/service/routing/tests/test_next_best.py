"""Which ticket comes next, and what speaks for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.service.routing.next_best import PULL_LABELS, Pull, Waiting, next_best

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def ticket(
    number: int,
    waits: int = 10,
    priority: int = 2,
    due_in: int | None = None,
    mine: bool = False,
    fits: bool = False,
    lacks: bool = False,
) -> Waiting:
    due_at = None if due_in is None else NOW + timedelta(minutes=due_in)
    return Waiting(number, priority, NOW - timedelta(minutes=waits), due_at, mine, fits, lacks)


def test_nothing_waits() -> None:
    assert next_best([], NOW) is None


@pytest.mark.parametrize(
    ("waiting", "chosen", "pulls"),
    [
        ([ticket(1, 5), ticket(2, 9)], 2, [Pull.WAITED_LONGEST]),
        ([ticket(1), ticket(2, 1, priority=4)], 2, [Pull.URGENT, Pull.WAITED_LONGEST]),
        ([ticket(1, priority=4), ticket(2, 1, due_in=30)], 2, [Pull.DUE_SOON, Pull.WAITED_LONGEST]),
        ([ticket(1, due_in=30), ticket(2, 1, due_in=-1)], 2, [Pull.OVERDUE, Pull.WAITED_LONGEST]),
        ([ticket(1), ticket(2, 1, mine=True)], 2, [Pull.YOURS, Pull.WAITED_LONGEST]),
        ([ticket(1), ticket(2, 1, fits=True)], 2, [Pull.FITS, Pull.WAITED_LONGEST]),
        ([ticket(1, 99), ticket(2, 1, due_in=300)], 1, [Pull.WAITED_LONGEST]),
        ([ticket(1, 99, 4, lacks=True), ticket(2, 1)], 2, [Pull.WAITED_LONGEST]),
        ([ticket(2), ticket(1)], 1, [Pull.WAITED_LONGEST]),
    ],
)
def test_the_table_of_pulls(waiting: list[Waiting], chosen: int, pulls: list[Pull]) -> None:
    best = next_best(waiting, NOW)
    assert best is not None
    assert (best.ticket_id, list(best.pulls)) == (chosen, pulls)


_waiting = st.lists(
    st.builds(
        ticket,
        st.integers(1, 50),
        st.integers(-5, 500),
        st.integers(1, 4),
        st.none() | st.integers(-90, 300),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda each: each.ticket_id,
)


@given(_waiting)
def test_nothing_overdue_waits_behind_what_is_not(waiting: list[Waiting]) -> None:
    best = next_best(waiting, NOW)
    assert best is not None
    chosen = next(each for each in waiting if each.ticket_id == best.ticket_id)
    overdue = [each for each in waiting if each.due_at is not None and each.due_at < NOW]
    assert (chosen in overdue) == bool(overdue)
    assert (Pull.OVERDUE in best.pulls) == bool(overdue)


@given(_waiting, st.randoms())
def test_the_order_given_decides_nothing(waiting: list[Waiting], random: object) -> None:
    shuffled = list(waiting)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert next_best(waiting, NOW) == next_best(shuffled, NOW)


def test_every_pull_has_its_words() -> None:
    assert set(PULL_LABELS) == set(Pull)
