"""How long the desk takes to find somebody: 500 agents, 10,000 tickets waiting, one gets free."""

from __future__ import annotations

import random
import statistics
import time
from datetime import datetime, timedelta

from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.register.access.models import Membership
from balcao.register.people.models import Person
from balcao.register.teams.actions import add_team
from balcao.service.routing import actions
from balcao.service.routing.models import PersonSkill, Presence
from balcao.service.routing.rules import State
from balcao.service.tickets.models import Ticket

from .report import Aim

AGENTS = 500
WAITING = 10_000
AT_ONCE = 10
DECISIONS = 60
AIM_MS = 20


def aim() -> Aim:
    """The figure beside its aim; what it was measured on is taken back."""
    told = f"routing decision, p50, {AGENTS} agents, {WAITING} waiting"
    return Aim(told, statistics.median(measure()), AIM_MS, "ms")


def measure(
    agents: int = AGENTS, waiting: int = WAITING, decisions: int = DECISIONS
) -> list[float]:
    """Milliseconds from somebody getting free to their next ticket, decision by decision."""
    with transaction.atomic():
        team = _filled(random.Random(7), agents, waiting)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        took = [_one(team) for _ in range(decisions)]
        transaction.set_rollback(True)
    return took


def _one(team: int) -> float:
    """Somebody answers one of their tickets; the desk finds them another."""
    answered = Ticket.objects.filter(team_id=team, assignee__isnull=False, status="open")
    Ticket.objects.filter(pk=answered.order_by("?")[0].pk).update(status="pending")
    began = time.perf_counter()
    given = actions.route_waiting(SYSTEM, team)
    took = (time.perf_counter() - began) * 1000
    assert given == 1
    return took


def _filled(rng: random.Random, agents: int, waiting: int) -> int:
    """A team of so many agents with no room left, and so many tickets that wait."""
    now = clock.now()
    team = add_team(SYSTEM, "Central")
    skills = [actions.add_skill(SYSTEM, f"Assunto {n}", team_id=team.pk).pk for n in range(4)]
    people = Person.objects.bulk_create(
        Person(name=f"Atendente {n}", folded_name=f"atendente {n}", created_at=now)
        for n in range(agents + 1)
    )
    client, staff = people[0], people[1:]
    Membership.objects.bulk_create(
        Membership(person=each, team=team, role=Role.AGENT, since_at=now) for each in staff
    )
    Presence.objects.bulk_create(
        Presence(person=each, state=State.AVAILABLE, since_at=now, seen_at=now) for each in staff
    )
    PersonSkill.objects.bulk_create(
        PersonSkill(person=each, skill_id=skill, level=rng.randint(1, 5))
        for each in staff
        for skill in skills
    )
    for number, kind in enumerate(("question", "complaint", "incident", "request")):
        actions.set_need(SYSTEM, team.pk, skills[number], 1, kind=kind)
    actions.set_routing(SYSTEM, team.pk, is_automatic=True, default_limit=AT_ONCE)
    kinds = ("question", "complaint", "incident", "request")
    made = (
        _ticket(rng, team.pk, client, number, now, rng.choice(kinds), assignee)
        for number, assignee in enumerate([*staff * AT_ONCE, *[None] * waiting])
    )
    Ticket.objects.bulk_create(made, batch_size=2_000)
    return team.pk


def _ticket(
    rng: random.Random,
    team_id: int,
    client: Person,
    number: int,
    now: datetime,
    kind: str,
    assignee: Person | None,
) -> Ticket:
    asked_at = now - timedelta(seconds=rng.randrange(86_400))
    return Ticket(
        protocol=f"3{number:011d}",
        subject=f"Pedido {number}",
        kind=kind,
        status="open" if assignee else "new",
        priority=rng.randint(1, 4),
        side="external",
        channel="portal",
        team_id=team_id,
        requester=client,
        assignee=assignee,
        created_at=asked_at,
        updated_at=asked_at,
        waiting_since=asked_at,
    )
