"""Fills the desk: teams and agents by actions, clients, tickets and their history by COPY."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from balcao.core import clock, text
from balcao.core.actor import SYSTEM, Role
from balcao.demo import casting, roster
from balcao.demo.plot import Verb
from balcao.events.models import Event
from balcao.register.access.actions import set_membership
from balcao.register.people.actions import begin_relationship, register_person
from balcao.register.people.models import Acquaintance, Handle, Person, Relationship
from balcao.register.teams.actions import add_team
from balcao.register.teams.models import Team
from balcao.service.inboxes.actions import add_inbox
from balcao.service.inboxes.models import Inbox
from balcao.service.tickets.jobs import fold_tally
from balcao.service.tickets.models import Message, Participant, Ticket
from balcao.service.tickets.rules import protocol

from .copying import copy, move_sequences, next_id
from .history import Ids, Shape, Written, write

TEAMS = ("Vendas", "Suporte", "Entregas", "Financeiro")
SMALL = "Pequena"
AGENTS = 40
CLIENTS = 2_000
CHUNK = 1_000
TOLD = 3_000
MESSAGES = 5
LONG_MESSAGES = 200
DAYS = 300


@dataclass(slots=True)
class Filled:
    """What was filled: persons of the agents (the first reads most), clients' addresses."""

    teams: list[Team] = field(default_factory=list)
    inboxes: list[Inbox] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)
    agent_of_few: int = 0
    clients: list[tuple[int, int, str]] = field(default_factory=list)
    short_protocol: str = ""
    long_protocol: str = ""


def fill(tickets: int, say: Callable[[str], None], seed: int = 7) -> Filled:
    """A desk of so many tickets of five messages each, and a small team with two tickets."""
    rng = random.Random(seed)
    filled = Filled()
    with transaction.atomic():
        _teams(filled)
        _clients(rng, filled)
    words = sayings(rng)
    years: Counter[int] = Counter()
    for start in range(0, tickets, CHUNK):
        with transaction.atomic():
            _tickets(rng, filled, words, years, range(start, min(start + CHUNK, tickets)), tickets)
        say(f"{min(start + CHUNK, tickets)} of {tickets} tickets copied")
    with transaction.atomic():
        _small_team(rng, filled, words, years)
        _acquaint(filled)
        move_sequences([Person, Handle, Relationship, Ticket, Message, Participant, Event])
        _move_protocols(years)
    fold_tally()
    _analyze()
    return filled


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _teams(filled: Filled) -> None:
    for place, name in enumerate((*TEAMS, SMALL)):
        team = add_team(SYSTEM, name)
        filled.teams.append(team)
        filled.inboxes.append(
            add_inbox(SYSTEM, f"equipe{place}@bancada.example", team.pk, "external", name)
        )
    for number in range(AGENTS + 1):
        person = register_person(
            SYSTEM,
            f"Atendente {number}",
            email=f"atendente{number}@bancada.example",
            is_work=True,
            is_verified=True,
        )
        begin_relationship(SYSTEM, person.pk, "employee")
        if number == AGENTS:
            filled.agent_of_few = person.pk
            set_membership(SYSTEM, person.pk, filled.teams[-1].pk, Role.AGENT)
            continue
        filled.agents.append(person.pk)
        for place in (number % 4, (number + 1) % 4):
            set_membership(SYSTEM, person.pk, filled.teams[place].pk, Role.AGENT)


def _clients(rng: random.Random, filled: Filled) -> None:
    people = roster.draw(rng)
    person_id, handle_id = next_id(Person), next_id(Handle)
    now = clock.now()
    persons, handles, ties = [], [], []
    for place, somebody in enumerate(people.customers[:CLIENTS]):
        persons.append(
            Person(
                id=person_id + place,
                name=somebody.name,
                folded_name=text.fold(somebody.name),
                created_at=now,
            )
        )
        handles.append(
            Handle(
                id=handle_id + place,
                person_id=person_id + place,
                channel="email",
                value=somebody.address,
                is_primary=True,
                verified_at=now,
                created_at=now,
            )
        )
        ties.append(
            Relationship(person_id=person_id + place, kind="customer", since_on=clock.today())
        )
        filled.clients.append((person_id + place, handle_id + place, somebody.address))
    copy(persons)
    copy(handles)
    copy(ties)


def sayings(rng: random.Random) -> dict[str, list[str]]:
    """Subjects and bodies that people of the demo company would write."""
    people = roster.draw(rng)
    cases = casting.cases(rng, people, TOLD, clock.today(), ZoneInfo(settings.TIME_ZONE))
    said: dict[str, list[str]] = {"subject": [case.subject for case in cases]}
    for case in cases:
        for step in case.steps:
            if step.verb in (Verb.OPEN, Verb.SAY, Verb.REPLY):
                name = "outgoing" if step.verb is Verb.REPLY else "incoming"
                said.setdefault(name, []).append(step.words)
    return said


def _tickets(
    rng: random.Random,
    filled: Filled,
    words: dict[str, list[str]],
    years: Counter[int],
    numbers: range,
    total: int,
) -> None:
    ids = Ids(next_id(Ticket), next_id(Message))
    written = Written()
    began = clock.now() - timedelta(days=DAYS)
    for number in numbers:
        place = rng.randrange(len(TEAMS))
        mates = [
            agent
            for index, agent in enumerate(filled.agents)
            if place in (index % 4, (index + 1) % 4)
        ]
        at = began + timedelta(days=DAYS - 1) * (number / total)
        shape = _shape(rng, filled, place, at, years)
        write(rng, words, shape, rng.choice(mates), MESSAGES, ids, written)
    written.copy()


def _small_team(
    rng: random.Random, filled: Filled, words: dict[str, list[str]], years: Counter[int]
) -> None:
    ids, written = Ids(next_id(Ticket), next_id(Message)), Written()
    at = clock.now() - timedelta(days=2)
    for messages in (2, LONG_MESSAGES):
        shape = _shape(rng, filled, len(TEAMS), at, years)
        shape.status = "open"
        write(rng, words, shape, filled.agent_of_few, messages, ids, written)
    filled.short_protocol, filled.long_protocol = (ticket.protocol for ticket in written.tickets)
    written.copy()


def _shape(
    rng: random.Random, filled: Filled, place: int, at: datetime, years: Counter[int]
) -> Shape:
    person, handle, _address = rng.choice(filled.clients)
    with clock.at(at):
        year = clock.today().year
    years[year] += 1
    return Shape(
        protocol=protocol(year, years[year]),
        at=at,
        status=rng.choices(("closed", "resolved", "pending", "open", "new"), (70, 10, 8, 8, 4))[0],
        team_id=filled.teams[place].pk,
        inbox_id=filled.inboxes[place].pk,
        requester_id=person,
        handle_id=handle,
    )


def _acquaint(filled: Filled) -> None:
    found = Ticket.objects.values_list("team_id", "requester_id", "side").distinct()
    copy([Acquaintance(team_id=t, person_id=p, side=s) for t, p, s in found])
    move_sequences([Acquaintance])


def _move_protocols(years: Counter[int]) -> None:
    with connection.cursor() as cursor:
        for year, used in years.items():
            cursor.execute("SELECT tickets_next_sequence(%s)", [year])
            cursor.execute(f"SELECT setval('tickets_protocol_{year}', {used})")
