"""Promises under way: a changed policy worked out anew for all, and many deadlines in one minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.core.sql import row
from balcao.service.sla.actions import set_policy

from .course import LIST, Asker, Course
from .folder import Desk
from .load import Failed, Figures, figures
from .promising import HOUR, Promised, fall_due, promise
from .report import Aim, Report

CLOCKS_A_TICKET = 5  # so many clocks for each ticket of the bench, 100,000 in all
DEADLINES_A_TICKET = 0.5
READERS = 4
PAGES_A_SECOND = 20.0
WITHOUT_SECONDS = 15.0
AFTER = timedelta(seconds=40)  # longer than the deadlines' sweep looks ahead
WITHIN = timedelta(minutes=1)
PATIENCE_SECONDS = 600.0
_LOOK_SECONDS = 0.2

_RECALCULATED = "SELECT done, finished_at FROM sla_recalculation ORDER BY id DESC LIMIT 1"
_OVERDUE = """
SELECT coalesce(extract(epoch FROM statement_timestamp() - min(next_at)), 0) AS late,
       count(*) = 0 AND statement_timestamp() > %(ends)s AS is_over
FROM sla_clock WHERE next_at <= statement_timestamp()
"""
ONCE = """
SELECT count(*) AS alerts, count(DISTINCT a.clock_id) AS clocks,
       (SELECT count(*) FROM events_event e WHERE e.name = 'PromiseBreached') AS facts,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM a.fired_at - a.at)) AS p50,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM a.fired_at - a.at)) AS p95
FROM sla_alert a JOIN sla_clock c ON c.id = a.clock_id WHERE c.policy_id = %(policy)s
"""


async def measure(course: Course, desk: Desk, report: Report, say: Callable[[str], None]) -> None:
    """Make promises on many tickets, change one of them for all, and let many fall due."""
    clocks = CLOCKS_A_TICKET * report.tickets
    say(f"{clocks} tickets with promises")
    promised = await asyncio.to_thread(promise, course.filled, clocks)
    say(f"Recalculating {clocks} clocks")
    readers = [course.asks(desk)[LIST](number) for number in range(READERS)]
    await recalculation(readers, promised, report)
    for reader in readers:
        reader.close()
    number = round(DEADLINES_A_TICKET * report.tickets)
    say(f"{number} deadlines within a minute")
    await deadlines(promised, number, report)


async def recalculation(readers: Sequence[Asker], promised: Promised, report: Report) -> None:
    """A policy with a clock on every ticket gets another target while people read their list.

    What reading takes without it is measured before and after.
    """
    without = await _while_reading(readers, asyncio.sleep(WITHOUT_SECONDS))
    began = time.perf_counter()
    took: list[float] = []

    async def recalculated() -> None:
        terms = replace(promised.solution, target_seconds=60 * HOUR)
        await asyncio.to_thread(set_policy, SYSTEM, terms, promised.solution_id)
        await _until(_is_recalculated)
        took.append(time.perf_counter() - began)

    meanwhile = await _while_reading(readers, recalculated())
    without += await _while_reading(readers, asyncio.sleep(WITHOUT_SECONDS))
    told = await asyncio.to_thread(row, _RECALCULATED)
    number = len(promised.tickets)
    if told is None or told["done"] != number:
        raise Failed("Not every clock was looked at again.")
    report.aims.append(Aim(f"{number} clocks recalculated", took[0], 60, "s"))
    alone, beside = _figures(without), _figures(meanwhile)
    slower = 100 * (beside.p95 / alone.p95 - 1)
    report.aims.append(Aim("list page meanwhile, p95 slower by", slower, 20, "%"))
    report.remarks.append(
        f"The list page, asked for {PAGES_A_SECOND:g} times a second, p50 and p95: "
        f"{_told(alone)} by itself, {_told(beside)} while clocks are recalculated."
    )


async def deadlines(promised: Promised, number: int, report: Report) -> None:
    """So many promises broken within a minute, by the group's own worker."""
    ends = await asyncio.to_thread(fall_due, promised, number, AFTER, WITHIN)
    late = 0.0

    def handled() -> bool:
        nonlocal late
        told = row(_OVERDUE, {"ends": ends})
        assert told is not None
        late = max(late, float(told["late"]))
        return bool(told["is_over"])

    await _until(handled)
    told = await asyncio.to_thread(row, ONCE, {"policy": promised.reply_id})
    assert told is not None
    once = min(told["alerts"], told["clocks"], told["facts"])
    most = max(told["alerts"], told["clocks"], told["facts"])
    report.aims.append(Aim(f"{number} deadlines in a minute, the latest", late, 30, "s"))
    report.aims.append(Aim("deadlines handled not once", most - once + number - once, 0, ""))
    report.remarks.append(
        f"Of {number} deadlines half were handled within {told['p50']:.1f} s of their instant,"
        f" and 95 % within {told['p95']:.1f} s."
    )


async def _while_reading(readers: Sequence[Asker], work: Coroutine[Any, Any, None]) -> list[float]:
    """Seconds of each page asked for at an even pace until the work is done: people read, they don't race."""
    taken: list[float] = []
    numbers = count()
    began = time.perf_counter()
    task = asyncio.create_task(work)

    async def reader(place: int, asker: Asker) -> None:
        at = began + place / PAGES_A_SECOND
        while not task.done():
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            started = time.perf_counter()
            await asker.ask(next(numbers))
            taken.append(time.perf_counter() - started)
            at += len(readers) / PAGES_A_SECOND

    await asyncio.gather(task, *(reader(place, asker) for place, asker in enumerate(readers)))
    return taken


def _figures(taken: Sequence[float]) -> Figures:
    return figures(taken, len(taken) / PAGES_A_SECOND)


async def _until(is_over: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not await asyncio.to_thread(is_over):
        if time.monotonic() > ends:
            raise Failed("The worker did not come to an end with the promises.")
        await asyncio.sleep(_LOOK_SECONDS)


def _is_recalculated() -> bool:
    told = row(_RECALCULATED)
    return told is not None and told["finished_at"] is not None


def _told(measured: Figures) -> str:
    return f"{measured.p50:.1f} and {measured.p95:.1f} ms"
