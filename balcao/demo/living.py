"""The demo company lives: one of its working days, played on the desk as it runs.

Everything happens now, through the same actions as real work, and nothing is hushed: lists move,
mails go to the outbox, deadlines come, notifications ring. A day of ten hours takes ten hours divided
by the speed. The fixed cast plays no agent's part of its own will: somebody may be signed in as them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from balcao.core import clock
from balcao.core.actor import Actor, Hat
from balcao.core.clock import ONE_DAY
from balcao.core.errors import Refusal
from balcao.service.routing import actions as routing
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import group_protocol

from . import casting, hours, roster
from .company import registered
from .plot import Step, Verb
from .roster import CAST
from .stage import Stage

OPENS, CLOSES = 8, 18
TICKETS = 24
SIGN_OF_LIFE_SECONDS = 20.0
_WORDS = {
    Verb.OPEN: "asks",
    Verb.SAY: "writes again",
    Verb.REPLY: "answers",
    Verb.NOTE: "notes",
    Verb.ASSIGN: "gives out",
    Verb.TRANSFER: "hands over",
    Verb.HOLD: "puts on hold",
    Verb.RESOLVE: "solves",
    Verb.REOPEN: "reopens",
}
# Mail really leaves now, so whether it arrives is not the plot's to say.
_UNPLAYED = {Verb.FAILED}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How the day's hours pass: from its opening, so many times faster than they would."""

    opens: datetime
    begins: float
    speed: float
    sleep: Callable[[float], None]
    monotonic: Callable[[], float]

    def left(self, at: datetime) -> float:
        """Seconds until that instant of the day is there."""
        due = self.begins + (at - self.opens).total_seconds() / self.speed
        return due - self.monotonic()


def play_day(
    seed: int,
    speed: float,
    say: Say,
    *,
    count: int = TICKETS,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> int:
    """Play a working day of the company drawn from `seed`, `speed` times faster; how many acts.

    An act that is refused, since somebody at the desk did otherwise meanwhile, is said and left out.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    day = _working_day(clock.today())
    people = roster.draw(random.Random(seed))
    rng = random.Random(f"{seed} {clock.now().isoformat()}")
    cases = casting.cases_of_a_day(rng, people, count, day, zone)
    stage = Stage(rng, people, registered(), cases)
    opens = hours.beginning(day, zone) + timedelta(hours=OPENS)
    closes = hours.beginning(day, zone) + timedelta(hours=CLOSES)
    steps = sorted(
        (step for case in cases for step in _of_the_day(case.steps, opens, closes)),
        key=lambda step: (step.at, step.case),
    )
    pace = Pace(opens, monotonic(), speed, sleep, monotonic)
    played = 0
    with _at_work(stage) as agents:
        for step in steps:
            _wait(pace, step.at, agents)
            played += _played(stage, step, say)
        _wait(pace, closes, agents)
    return played


def _of_the_day(steps: tuple[Step, ...], opens: datetime, closes: datetime) -> Iterator[Step]:
    """A ticket's steps as far as the day goes; one opened before or after it is left out."""
    if not opens <= steps[0].at < closes:
        return
    for step in steps:
        if step.at < closes and step.verb not in _UNPLAYED:
            yield step


def _played(stage: Stage, step: Step, say: Say) -> bool:
    try:
        stage.act(step)
    except Refusal as refusal:
        say(f"{step.at:%H:%M} left out: {refusal.message}")
        return False
    if step.verb in _WORDS:
        protocol = Ticket.objects.values_list("protocol", flat=True).get(
            pk=stage.tickets[step.case]
        )
        say(f"{step.at:%H:%M} {step.who} {_WORDS[step.verb]}: {group_protocol(protocol)}")
    return True


def _wait(pace: Pace, at: datetime, agents: list[Actor]) -> None:
    """Sleep until then; who is at work gives a sign of life meanwhile, as an open page does."""
    while (left := pace.left(at)) > 0:
        pace.sleep(min(left, SIGN_OF_LIFE_SECONDS))
        for agent in agents:
            routing.seen(agent)


@contextmanager
def _at_work(stage: Stage) -> Iterator[list[Actor]]:
    """The agents who are nobody's sign-in are available, and away in the end, however it comes."""
    cast = {somebody.address for somebody in CAST.values()}
    addresses = sorted(
        {agent.address for agents in stage.roster.agents.values() for agent in agents} - cast
    )
    agents = [stage.actor(address, Hat.AGENT) for address in addresses]
    try:
        for agent in agents:
            routing.set_presence(agent, "available")
        yield agents
    finally:
        for agent in agents:
            routing.leave(agent)


def _working_day(day: date) -> date:
    """That day, or the Monday after it."""
    while day.weekday() > 4:
        day += ONE_DAY
    return day
