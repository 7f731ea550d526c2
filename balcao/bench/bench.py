"""Measures everything in order: fill, floors, start, memory, weight, load, live, mail, promises, answers, results, telling."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import folder
from .load import CLIENTS, Failed, Figures, under_load
from .report import Aim, Measured, Report

if TYPE_CHECKING:
    from .course import Course

IDLE_SECONDS = 5.0
MAILS = 5_000


def measure(tickets: int, file: Path | None) -> int:
    """Run the bench; 0 when everything could be measured. Nothing stays when it is ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with folder.throw_away() as data:
            report = _measured(data, tickets)
    except (Failed, folder.NotStarted) as failure:
        print(f"Not measured: {failure}", file=sys.stderr)
        return 1
    print(report.told())
    if file is not None:
        report.write(file)
    return 0


def say(words: str) -> None:
    """Progress, apart from the report."""
    print(words, file=sys.stderr, flush=True)


def _measured(data: Path, tickets: int) -> Report:
    from balcao.config.postgres import running

    from .folder import database_pid

    with running(data, say=say):
        import django

        django.setup()
        from . import forming, routing, working_time
        from .course import Course

        course = Course.prepared(tickets, say)
        report = Report(tickets, course.is_equal)
        due = working_time.microseconds()
        report.aims.append(Aim("a due date a year away", due, 50, "µs"))
        report.aims.append(forming.aim())
        floors = course.record(report)
        with folder.group(data) as desk:
            time.sleep(IDLE_SECONDS)
            megabytes = folder.memory(desk.pid, database_pid(data)) / 1_000_000
            report.aims.append(Aim("idle group, PSS", megabytes, 600, "MB"))
            asyncio.run(_driven(course, desk, report, floors))
        say("Routing decisions")
        report.aims.append(routing.aim())
        course.close()
    return report


async def _driven(
    course: Course, desk: folder.Desk, report: Report, floors: Mapping[str, Callable[[], Figures]]
) -> None:
    from . import answering, knowing, owning, promises, results, telling

    await course.weigh(desk, report)
    for name, ask in course.asks(desk).items():
        measured = Measured(name, floors[name]())
        for clients in CLIENTS:
            say(f"{name}: {clients} at once")
            makers = [ask(number) for number in range(clients)]
            await _opened(makers)
            measured.at[clients] = await under_load([maker.ask for maker in makers])
            for maker in makers:
                maker.close()
        await course.settle()
        report.measured.append(measured)
    say("A reply on another open page")
    await course.live(desk, report)
    mails = min(MAILS, max(200, report.tickets // 4))
    say(f"{mails} mails in")
    await course.mails(desk, report, mails)
    course.judge(report)
    await promises.measure(course, desk, report, say)
    await answering.measure(desk, report, say)
    await results.measure(desk, course.filled.agents[0], report, say)
    await knowing.measure(desk, course.filled.agents[0], report, say)
    await owning.measure(report, say)
    await telling.measure(course.filled.agents[0], report, say)


async def _opened(makers: Sequence[object]) -> None:
    for maker in makers:
        opened = getattr(maker, "open", None)
        if opened is not None:
            await opened()
