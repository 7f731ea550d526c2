"""A team's queue as it was: who stood where, who was passed over, who went before whom. Pure.

Who waits is passed over from the instant on at which somebody behind them, who joined later, is
answered. From then on their turn follows another law than the queue's: they are overlooked, set
aside or in somebody's hands. So they stand before nobody's turn, and teach nothing of the pace.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import groupby

Order = tuple[int, datetime, int]
Spans = list[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Stood:
    """A wait in a team's queue; of those still open `ended_at` is None."""

    wait_id: int
    ticket_id: int
    priority: int
    since_at: datetime
    from_at: datetime
    ended_at: datetime | None
    is_answered: bool

    @property
    def order(self) -> Order:
        """The lowest is answered first."""
        return -self.priority, self.since_at, self.ticket_id

    @property
    def is_back(self) -> bool:
        """True for who waited before they joined: from another team, or put aside meanwhile."""
        return self.since_at < self.from_at


@dataclass(frozen=True, slots=True)
class Passed:
    """By wait, since when it is passed over; and how far the queue has come by priority.

    Who joined before `reached` is passed over: somebody who waits since then was answered.
    """

    at: Mapping[int, datetime]
    reached: Mapping[int, datetime]

    def left_at(self, wait: Stood) -> datetime | None:
        """When the wait left the queue, by its end or passed over; None while it stands there."""
        found = [at for at in (wait.ended_at, self.at.get(wait.wait_id)) if at is not None]
        return min(found, default=None)


def passed_over(
    waits: Iterable[Stood], priorities: Iterable[int], reached: Mapping[int, datetime]
) -> Passed:
    """Who was passed over and when, from how far the queue had come before any of these ended."""
    known = list(waits)
    lines = {priority: _line(known, priority) for priority in priorities}
    come, found = dict(reached), dict[int, datetime]()
    for priority, line in lines.items():
        _pass(line, come.get(priority), None, found)
    for ended_at, since_at, answered in _answers(known):
        for priority, line in lines.items():
            if priority >= answered and (priority not in come or since_at > come[priority]):
                come[priority] = since_at
                _pass(line, since_at, ended_at, found)
    return Passed(found, come)


def _line(waits: Iterable[Stood], priority: int) -> list[Stood]:
    """Those of one priority, the first to join last."""
    of_it = (wait for wait in waits if wait.priority == priority)
    return sorted(of_it, key=lambda wait: wait.from_at, reverse=True)


def _answers(waits: Iterable[Stood]) -> list[tuple[datetime, datetime, int]]:
    return sorted(
        (wait.ended_at, wait.since_at, wait.priority)
        for wait in waits
        if wait.is_answered and wait.ended_at is not None
    )


def _pass(
    line: list[Stood], since_at: datetime | None, at: datetime | None, found: dict[int, datetime]
) -> None:
    """Those who joined before leave the line; `at` is None where that was before they are known."""
    while since_at is not None and line and line[-1].from_at < since_at:
        wait = line.pop()
        if at is None or wait.ended_at is None or wait.ended_at > at:
            found[wait.wait_id] = wait.from_at if at is None else at


def places(waits: Iterable[Stood], passed: Passed | None = None) -> dict[int, int]:
    """By wait, its place in the queue at the instant it joined: 1 and those then before it.

    Of two that joined at the same instant each sees the other. With `passed`, those who were
    passed over by then don't count: how many departures until the turn.
    """
    joining = sorted(waits, key=lambda each: each.from_at)
    queue: list[Order] = []
    leaving: list[tuple[datetime, Order]] = []
    found: dict[int, int] = {}
    for instant, group in groupby(joining, key=lambda each: each.from_at):
        together = list(group)
        while leaving and leaving[0][0] <= instant:
            queue.pop(bisect_left(queue, heappop(leaving)[1]))
        for each in together:
            insort(queue, each.order)
            left_at = passed.left_at(each) if passed else each.ended_at
            if left_at is not None:
                heappush(leaving, (left_at, each.order))
        for each in together:
            found[each.wait_id] = bisect_left(queue, each.order) + 1
    return found


def busy(waits: Iterable[Stood], passed: Passed, start: datetime, end: datetime) -> Spans:
    """The times in which somebody stood in the queue, in order and apart."""
    stays = sorted(
        (max(wait.from_at, start), min(passed.left_at(wait) or end, end)) for wait in waits
    )
    found: Spans = []
    for begun, left in stays:
        if begun >= left:
            continue
        if found and begun <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], left)
        else:
            found.append((begun, left))
    return found


def departures(waits: Iterable[Stood], passed: Passed, start: datetime) -> list[datetime]:
    """When somebody left the queue, answered or not, latest first; who was passed over left before."""
    return sorted(
        (
            wait.ended_at
            for wait in waits
            if wait.ended_at is not None
            and wait.ended_at > start
            and passed.left_at(wait) == wait.ended_at
        ),
        reverse=True,
    )


def arrivals(waits: Iterable[Stood], spans: Sequence[tuple[datetime, datetime]]) -> list[Stood]:
    """Those who joined while somebody stood in the queue; who found it empty begins that time."""
    begins = [begun for begun, _left in spans]
    found = []
    for wait in waits:
        index = bisect_left(begins, wait.from_at) - 1
        if index >= 0 and wait.from_at <= spans[index][1]:
            found.append(wait)
    return found


def overtaking(joined: Iterable[Stood], priority: int) -> int:
    """How many of those go before whoever of this priority stands there already."""
    return sum(
        wait.priority > priority or (wait.priority == priority and wait.is_back) for wait in joined
    )
