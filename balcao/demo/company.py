"""Registers the demo company: departments, teams, inboxes, staff, suppliers, customers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from stdnum.br import cnpj

from balcao.core import clock, text
from balcao.core.actor import SYSTEM, Grant, Role
from balcao.events.models import Event
from balcao.register.access.actions import set_grant, set_membership, set_password
from balcao.register.people import actions as people
from balcao.register.people.events import HandleAdded, PersonRegistered, RelationshipBegun
from balcao.register.people.models import (
    Handle,
    HandleChannel,
    Lifecycle,
    Organization,
    Part,
    Person,
    Relationship,
)
from balcao.register.teams.actions import add_team
from balcao.register.teams.models import Team
from balcao.service.inboxes.actions import add_inbox
from balcao.service.inboxes.models import Inbox

from .names import Somebody
from .roster import ANA_AT_HOME, CAST, COMPANIES, DEPARTMENTS, HOUSE, Roster

TEAMS = {
    "SAC": ("Atendimento ao cliente", "SAC Móveis Boa Praça"),
    "TI": ("Tecnologia", "TI Móveis Boa Praça"),
    "RH": ("Recursos Humanos", "Recursos Humanos, Móveis Boa Praça"),
    "Financeiro": ("Financeiro", "Financeiro, Móveis Boa Praça"),
    "Logística": ("Entregas", "Logística, Móveis Boa Praça"),
}
INBOXES = {
    "SAC": ("sac", "external", "Atendimento ao cliente"),
    "TI": ("ti", "internal", "Suporte de TI"),
    "RH": ("rh", "internal", "Recursos Humanos"),
    "Financeiro": ("financeiro", "internal", "Financeiro"),
}


@dataclass(frozen=True, slots=True)
class Registered:
    """Who has which row: persons and handles by address, teams and inboxes by the team's name."""

    persons: dict[str, int]
    handles: dict[str, Handle]
    teams: dict[str, int]
    inboxes: dict[str, Inbox]
    organizations: dict[str, int]


@transaction.atomic
def register(rng: random.Random, roster: Roster, began: datetime) -> Registered:
    """Write everybody down as of the instant at which the demo begins."""
    done = Registered({}, {}, {}, {}, {})
    with clock.at(began):
        _teams(done)
        _organizations(rng, done)
        _staff(rng, done, roster)
        _outsiders(rng, done, roster)
        _zoe(done)
    _customers(rng, done, roster, began)
    with clock.at(began):
        _ana_buys(done)
    return done


def registered() -> Registered:
    """Who has which row, of the company that is in the register already."""
    handles = {
        handle.value: handle for handle in Handle.objects.filter(channel=HandleChannel.EMAIL)
    }
    teams = dict(Team.objects.values_list("name", "pk"))
    return Registered(
        persons={address: handle.person_id for address, handle in handles.items()},
        handles=handles,
        teams=teams,
        inboxes={
            inbox.team.name: inbox for inbox in Inbox.objects.select_related("team").order_by("pk")
        },
        organizations=dict(Organization.objects.values_list("name", "pk")),
    )


def _teams(done: Registered) -> None:
    for name, (public, signature) in TEAMS.items():
        done.teams[name] = add_team(
            SYSTEM,
            name,
            public_name=public,
            signature=signature,
            is_confidential=name == "RH",
        ).pk
    for name, (local, audience, shown) in INBOXES.items():
        done.inboxes[name] = add_inbox(
            SYSTEM, f"{local}@{HOUSE}", done.teams[name], audience, shown
        )


def _organizations(rng: random.Random, done: Registered) -> None:
    people.add_organization(SYSTEM, "Móveis Boa Praça", "house")
    for department in DEPARTMENTS:
        done.organizations[department.name] = people.add_organization(
            SYSTEM, department.name, "department", team_id=done.teams.get(department.team)
        ).pk
    for company in COMPANIES:
        made = people.add_organization(SYSTEM, company.name, "company", cnpj=_cnpj(rng))
        done.organizations[company.name] = made.pk
        if company.shares:
            people.share_tickets(SYSTEM, made.pk, shares=True)


def _staff(rng: random.Random, done: Registered, roster: Roster) -> None:
    for person in roster.employees:
        person_id = _register(done, person)
        people.begin_relationship(
            SYSTEM,
            person_id,
            "employee",
            organization_id=done.organizations[roster.department[person.address]],
            since_on=_since(rng, 300, 4_000),
        )
    for team, agents in roster.agents.items():
        for person in agents:
            role = Role.SUPERVISOR if person is CAST["rita"] else Role.AGENT
            _join(done, person, team, role)
    _join(done, _first_of(roster, "Loja da Praça"), "SAC", Role.LIGHT)
    set_grant(SYSTEM, done.persons[CAST["lucia"].address], Grant.DIRECTOR, held=True)
    set_grant(SYSTEM, done.persons[CAST["beto"].address], Grant.ADMINISTRATOR, held=True)


def _join(done: Registered, person: Somebody, team: str, role: Role) -> None:
    person_id = done.persons[person.address]
    set_membership(SYSTEM, person_id, done.teams[team], role)
    set_password(SYSTEM, person_id, person.address, None)


def _first_of(roster: Roster, department: str) -> Somebody:
    return next(p for p in roster.employees if roster.department[p.address] == department)


def _outsiders(rng: random.Random, done: Registered, roster: Roster) -> None:
    for person in (*roster.couriers, *roster.suppliers, *roster.companions):
        company = roster.company[person.address]
        person_id = _register(done, person)
        organization = done.organizations[company.name]
        if company.kind == "courier":
            people.begin_relationship(
                SYSTEM,
                person_id,
                "contractor" if person is CAST["carlos"] else "outsourced",
                organization_id=done.organizations["Logística"],
                sponsor_id=organization,
                since_on=_since(rng, 60, 900),
            )
            continue
        parts = [Part.PAYER, Part.DECIDER, Part.USER]
        people.begin_relationship(
            SYSTEM,
            person_id,
            company.kind,
            organization_id=organization,
            parts=[parts[len(done.persons) % 3]] if company.kind == "customer" else (),
            since_on=_since(rng, 100, 1_500),
        )


def _zoe(done: Registered) -> None:
    _register(done, CAST["zoe"])


def _ana_buys(done: Registered) -> None:
    """One person, three hats: Ana's private address and purchases belong to the same Ana."""
    ana = done.persons[CAST["ana"].address]
    handle = people.add_handle(SYSTEM, ana, "email", ANA_AT_HOME.address, is_verified=True)
    done.persons[ANA_AT_HOME.address] = ana
    done.handles[ANA_AT_HOME.address] = handle
    people.begin_relationship(
        SYSTEM, ana, "customer", since_on=clock.today() - timedelta(days=400), parts=[Part.PAYER]
    )


def _register(done: Registered, person: Somebody) -> int:
    made = people.register_person(
        SYSTEM, person.name, email=person.address, is_work=person.is_work, is_verified=True
    )
    done.persons[person.address] = made.pk
    done.handles[person.address] = made.handles.get()
    return made.pk


def _customers(rng: random.Random, done: Registered, roster: Roster, began: datetime) -> None:
    """Customers come in bulk, as an import would bring them: rows and facts, few statements."""
    wanted = [person for person in roster.customers if person is not ANA_AT_HOME]
    numbers = rng.sample(range(10**9), len(wanted))
    made = Person.objects.bulk_create(
        _as_person(rng, person, _cpf(number), began)
        for person, number in zip(wanted, numbers, strict=True)
    )
    handles = Handle.objects.bulk_create(
        Handle(
            person=row,
            channel="email",
            value=person.address,
            is_primary=True,
            verified_at=row.created_at,
            created_at=row.created_at,
        )
        for row, person in zip(made, wanted, strict=True)
    )
    Handle.objects.bulk_create(_phones(rng, made, wanted))
    ties = Relationship.objects.bulk_create(
        Relationship(
            person=row,
            kind="customer",
            since_on=row.created_at.date(),
            parts=rng.choice([[], [Part.PAYER], [Part.PAYER, Part.USER], [Part.USER]]),
        )
        for row in made
    )
    for row, person, handle in zip(made, wanted, handles, strict=True):
        done.persons[person.address] = row.pk
        done.handles[person.address] = handle
    _published(made, handles, ties)


def _published(
    made: Iterable[Person], handles: Iterable[Handle], ties: Iterable[Relationship]
) -> None:
    facts = [
        fact
        for row, handle, tie in zip(made, handles, ties, strict=True)
        for fact in (
            (row.created_at, PersonRegistered(row.pk)),
            (row.created_at, HandleAdded(row.pk, handle.pk)),
            (row.created_at, RelationshipBegun(row.pk, tie.pk, "customer")),
        )
    ]
    Event.objects.bulk_create(
        Event(
            at=at,
            name=fact.name,
            subject_type=fact.subject_type,
            subject_id=fact.subject_id,
            data=fact.data(),
        )
        for at, fact in facts
    )


def _as_person(rng: random.Random, person: Somebody, number: str, began: datetime) -> Person:
    return Person(
        name=person.name,
        folded_name=text.fold(person.name),
        cpf=number if rng.random() < 0.4 else None,
        lifecycle=Lifecycle.CONTRACT if rng.random() < 0.04 else "",  # purchases say the others
        created_at=began - timedelta(minutes=rng.randrange(60 * 24 * 900)),
    )


def _phones(rng: random.Random, made: list[Person], wanted: list[Somebody]) -> Iterable[Handle]:
    seen: set[str] = set()
    for row, person in zip(made, wanted, strict=True):
        value = f"+55{person.town.area_code}9{rng.randrange(60_000_000, 99_999_999)}"
        if rng.random() < 0.3 and value not in seen:
            seen.add(value)
            yield Handle(
                person=row,
                channel="phone",
                value=value,
                is_primary=True,
                created_at=row.created_at,
            )


def _since(rng: random.Random, least: int, most: int) -> date:
    return clock.today() - timedelta(days=rng.randrange(least, most))


def _cpf(number: int) -> str:
    """The nine digits with the two that make them valid (modulo 11)."""
    digits = f"{number:09d}"
    for _ in range(2):
        weights = range(len(digits) + 1, 1, -1)
        total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        digits += str(total * 10 % 11 % 10)
    return digits


def _cnpj(rng: random.Random) -> str:
    """Half of them with letters, as those given out since July 2026."""
    signs = "0123456789" if rng.random() < 0.5 else "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
    stem = "".join(rng.choice(signs) for _ in range(8)) + "0001"
    return stem + cnpj.calc_check_digits(stem)
