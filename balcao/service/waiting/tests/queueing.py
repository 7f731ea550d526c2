"""Queues told as history: tickets that waited and were answered, written down at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from balcao.service.tickets.models import Ticket
from balcao.service.waiting.models import Wait
from tests.cast import Cast

Told = tuple[datetime, datetime | None]  # when a client began to wait, and when they were answered


def waited(cast: Cast, told: Iterable[Told], team: str = "sac") -> list[Wait]:
    """These waits in the team's queue, each on a ticket of its own."""
    spans = list(told)
    first = Ticket.objects.count()
    made = Ticket.objects.bulk_create(
        Ticket(
            protocol=f"9{first + number:011d}",
            subject="Espera",
            kind="request",
            status="pending" if ended else "open",
            side="external",
            channel="portal",
            team=cast.teams[team],
            requester=cast.people["joao"],
            created_at=begun,
            updated_at=begun,
            waiting_since=None if ended else begun,
        )
        for number, (begun, ended) in enumerate(spans)
    )
    return Wait.objects.bulk_create(
        Wait(
            ticket=ticket,
            team=cast.teams[team],
            since_at=begun,
            from_at=begun,
            ended_at=ended,
            ended_by="answered" if ended else "",
        )
        for ticket, (begun, ended) in zip(made, spans, strict=True)
    )


def poisson(start: datetime, count: int, seed: int = 1) -> list[Told]:
    """A busy queue of so many clients, answered in turn: 100 replies in 10 hours on average."""
    random, free, at = Random(seed), start, start
    told: list[Told] = []
    for _client in range(count):
        at += timedelta(minutes=random.expovariate(1 / 6.3))
        free = max(free, at) + timedelta(minutes=random.expovariate(1 / 6))
        told.append((at, free))
    return told
