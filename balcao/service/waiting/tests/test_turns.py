"""Places in a queue, who was passed over, and who goes before whom, beside a plain count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from balcao.service.waiting.turns import (
    Passed,
    Stood,
    arrivals,
    busy,
    departures,
    overtaking,
    passed_over,
    places,
)

START = datetime(2026, 11, 18, 12, tzinfo=UTC)
PRIORITIES = (1, 2, 3, 4)

# Priority, minutes until joining, minutes waited elsewhere before, minutes in line, answered.
_LINES = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 60),
        st.sampled_from([0, 0, 0, 30]),
        st.integers(0, 60) | st.none(),
        st.booleans(),
    ),
    max_size=25,
)
Line = tuple[int, int, int, int | None, bool]


def _at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def _stood(lines: list[Line]) -> list[Stood]:
    return [
        Stood(
            wait_id=number,
            ticket_id=100 + number,
            priority=priority,
            since_at=_at(begun - before),
            from_at=_at(begun),
            ended_at=None if lasted is None else _at(begun + lasted),
            is_answered=lasted is not None and answered,
        )
        for number, (priority, begun, before, lasted, answered) in enumerate(lines)
    ]


def _passed_at(waits: list[Stood], one: Stood) -> datetime | None:
    """The first answer, while one waits, of who began to wait later and is no more urgent."""
    found = [
        other.ended_at
        for other in waits
        if other.is_answered
        and other.ended_at is not None
        and other.since_at > one.from_at
        and other.priority <= one.priority
        and (one.ended_at is None or other.ended_at < one.ended_at)
    ]
    return min(found, default=None)


@given(lines=_LINES)
def test_who_is_passed_over_is_who_a_later_one_behind_was_answered_before(
    lines: list[Line],
) -> None:
    waits = _stood(lines)
    passed = passed_over(waits, PRIORITIES, {})
    counted = {one.wait_id: _passed_at(waits, one) for one in waits}
    assert dict(passed.at) == {number: at for number, at in counted.items() if at is not None}


@given(lines=_LINES)
def test_in_turn_nobody_is_passed_over(lines: list[Line]) -> None:
    free, told = START, []
    for one in sorted(_stood(lines), key=lambda each: each.from_at):
        free = max(free, one.from_at) + timedelta(minutes=1)
        told.append(Stood(one.wait_id, one.ticket_id, 2, one.from_at, one.from_at, free, True))
    assert dict(passed_over(told, PRIORITIES, {}).at) == {}


@given(lines=_LINES)
def test_a_place_is_one_and_those_before_it_then(lines: list[Line]) -> None:
    waits = _stood(lines)
    assert places(waits) == _counted(waits, Passed({}, {}))
    passed = passed_over(waits, PRIORITIES, {})
    assert places(waits, passed) == _counted(waits, passed)


def _counted(waits: list[Stood], passed: Passed) -> dict[int, int]:
    def stands(other: Stood, at: datetime) -> bool:
        left = passed.left_at(other)
        return other.from_at <= at and (left is None or left > at or other.from_at == at)

    return {
        one.wait_id: 1
        + sum(other.order < one.order and stands(other, one.from_at) for other in waits)
        for one in waits
    }


@given(lines=_LINES)
def test_busy_is_each_minute_in_which_somebody_stands_there(lines: list[Line]) -> None:
    waits, end = _stood(lines), _at(90)
    passed = passed_over(waits, PRIORITIES, {})
    spans = busy(waits, passed, _at(10), end)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    for minute in range(130):
        middle = _at(minute + 0.5)
        stands = any(one.from_at < middle < min(passed.left_at(one) or end, end) for one in waits)
        assert any(begun < middle < left for begun, left in spans) == (
            stands and _at(10) < middle < end
        )


def test_only_who_finds_somebody_there_arrives_and_only_the_urgent_or_earlier_go_before() -> None:
    waits = _stood(
        [
            (2, 0, 0, 50, True),
            (2, 5, 0, 55, True),
            (3, 10, 0, 5, True),
            (2, 20, 30, 10, True),
            (1, 25, 30, 60, True),
            (4, 100, 0, 5, True),
        ]
    )
    passed = passed_over(waits, PRIORITIES, {})
    spans = busy(waits, passed, START, _at(120))
    assert spans == [(START, _at(85)), (_at(100), _at(105))]
    joined = arrivals(waits, spans)
    assert [one.wait_id for one in joined] == [1, 2, 3, 4]
    assert [overtaking(joined, priority) for priority in PRIORITIES] == [4, 2, 0, 0]
    assert len(departures(waits, passed, _at(15))) == 5


def test_who_was_passed_over_neither_leaves_nor_keeps_the_line_busy() -> None:
    waits = _stood([(2, 0, 0, None, False), (2, 10, 0, 5, True), (2, 0, 0, 40, True)])
    passed = passed_over(waits, PRIORITIES, {})
    assert dict(passed.at) == {0: _at(15), 2: _at(15)}
    assert dict(passed.reached) == dict.fromkeys((2, 3, 4), _at(10))
    assert busy(waits, passed, START, _at(90)) == [(START, _at(15))]
    assert departures(waits, passed, START) == [_at(15)]
    long_ago = passed_over(waits, PRIORITIES, {2: _at(5)})
    assert dict(long_ago.at) == {0: START, 2: START}
