"""Promises on many tickets, by COPY: they come after everything that must equal its events."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.events.deadlines import present
from balcao.register.access.actions import set_membership
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.actions import add_calendar
from balcao.register.teams.actions import add_team
from balcao.service.sla import rules
from balcao.service.sla.actions import Terms, set_policy
from balcao.service.sla.models import Clock, Pause
from balcao.service.tickets.jobs import fold_tally
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import Kind

from .copying import copy, move_sequences, next_id
from .filling import Filled
from .working_time import SHOP

HOUR = 3600
CHUNK = 5_000
MEMBERS = 10
SHARE_PENDING = 0.2
_ALWAYS = {
    "name": "24 horas",
    "zone": "America/Sao_Paulo",
    "weekly": {day: [["00:00", "24:00"]] for day in calendars.DAYS},
}


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised: the solution as it is changed later, the first reply that falls due soon."""

    solution: Terms
    solution_id: int
    reply_id: int
    always_id: int
    tickets: Sequence[int]


def promise(filled: Filled, tickets: int, seed: int = 13) -> Promised:
    """So many open tickets of a team of their own, each with one clock of business hours running."""
    rng = random.Random(seed)
    with transaction.atomic():
        team = _team(filled)
        shop, always = (add_calendar(SYSTEM, told).pk for told in (SHOP, _ALWAYS))
        solution = Terms(
            "Solução", "resolution", "external", 90 * HOUR, shop, pauses_on=["pending"]
        )
        solution_id = set_policy(SYSTEM, solution).pk
        urgent = replace(solution, name="Solução urgente", target_seconds=40 * HOUR, priority=4)
        set_policy(SYSTEM, urgent)
        reply = Terms("Primeira resposta", "first_reply", "external", HOUR, always)
        reply_id = set_policy(SYSTEM, reply).pk
        first = next_id(Ticket)
        for start in range(0, tickets, CHUNK):
            numbers = range(start, min(start + CHUNK, tickets))
            _copy(rng, filled, team, first, numbers, solution, solution_id)
        move_sequences([Ticket, Clock, Pause])
    fold_tally()
    _analyze()
    return Promised(solution, solution_id, reply_id, always, range(first, first + tickets))


def fall_due(promised: Promised, count: int, after: timedelta, within: timedelta) -> datetime:
    """First replies promised on so many tickets, due one after the other; when the last is due."""
    begins = present() + after
    target = timedelta(seconds=HOUR)
    dues = [begins + within * (place / count) for place in range(count)]
    with transaction.atomic():
        copy(
            [
                Clock(
                    ticket_id=ticket,
                    policy_id=promised.reply_id,
                    promise="first_reply",
                    target_seconds=HOUR,
                    calendar_id=promised.always_id,
                    started_at=due - target,
                    due_at=due,
                    state=rules.State.RUNNING,
                    step=rules.PERCENTS[-2],
                    next_at=due,
                )
                for ticket, due in zip(promised.tickets, dues, strict=False)
            ]
        )
    return dues[-1]


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) tickets_ticket, sla_clock, sla_pause")


def _team(filled: Filled) -> int:
    team = add_team(SYSTEM, "Promessas").pk
    for place, agent in enumerate(filled.agents[-MEMBERS:]):
        set_membership(SYSTEM, agent, team, Role.SUPERVISOR if place == 0 else Role.AGENT)
    return team


def _copy(
    rng: random.Random,
    filled: Filled,
    team: int,
    first: int,
    numbers: Iterable[int],
    terms: Terms,
    policy_id: int,
) -> None:
    tickets = [_ticket(rng, filled, team, first + number, number) for number in numbers]
    started = list(_clocks(tickets, terms, policy_id, next_id(Clock)))
    copy(tickets)
    copy([one for one, _hold in started])
    copy(
        [
            Pause(clock_id=one.pk, cause=hold.cause, reason=hold.reason, from_at=hold.from_at)
            for one, hold in started
            if hold is not None
        ]
    )


def _ticket(rng: random.Random, filled: Filled, team: int, number: int, place: int) -> Ticket:
    person, handle, _address = rng.choice(filled.clients)
    asked_at = clock.now() - timedelta(seconds=rng.randrange(3 * HOUR))
    return Ticket(
        id=number,
        protocol=f"5{place:011d}",
        subject=f"Pedido {place}",
        kind=rng.choice(list(Kind)),
        status="pending" if rng.random() < SHARE_PENDING else "open",
        priority=rng.randint(1, 3),
        side="external",
        channel="email",
        team_id=team,
        assignee_id=rng.choice(filled.agents[-MEMBERS:]),
        requester_id=person,
        requester_handle_id=handle,
        created_at=asked_at,
        updated_at=asked_at,
    )


def _clocks(
    tickets: Iterable[Ticket], terms: Terms, policy_id: int, first: int
) -> Iterator[tuple[Clock, rules.Hold | None]]:
    """The clock of each ticket as the actions would have left it, with its pause if it stands."""
    calendar = calendars.read(SHOP)
    target = rules.target_of(terms.target_seconds, terms.target_days)
    for place, ticket in enumerate(tickets):
        start = ticket.created_at
        hold = None
        if ticket.status in terms.pauses_on:
            paused_at = start + timedelta(minutes=10)
            hold = rules.Hold(paused_at, None, rules.Cause.STATUS, ticket.status)
        timed = rules.timing(calendar, start, target, [hold] if hold else [])
        ticket.due_at = timed.due_at
        one = Clock(
            id=first + place,
            ticket_id=ticket.pk,
            policy_id=policy_id,
            promise=terms.promise,
            target_seconds=terms.target_seconds,
            target_days=terms.target_days,
            calendar_id=terms.calendar_id,
            started_at=start,
            due_at=timed.due_at,
            state=timed.state,
            next_at=timed.next_at,
        )
        yield one, hold
