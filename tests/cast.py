"""The named cast, made through the same actions as real people, for every room's tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Grant, Role
from balcao.register.access import actions as access
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import actions as people
from balcao.register.people.models import Handle, Person
from balcao.register.teams.actions import add_team
from balcao.register.teams.models import Team
from balcao.service.inboxes.actions import add_inbox
from balcao.service.inboxes.models import Inbox
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket

from .keeping import Kept

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Cast:
    """Teams and inboxes by short name, people by first name in lower case."""

    teams: dict[str, Team]
    inboxes: dict[str, Inbox]
    people: dict[str, Person]

    def actor(self, name: str, level: Level = Level.STRONG) -> Actor:
        """The person as they are signed in today."""
        return actor_of(self.people[name].pk, level)

    def handle(self, name: str) -> Handle:
        """The person's first handle."""
        return self.people[name].handles.order_by("pk")[0]

    def ticket(
        self, name: str, inbox: str, subject: str = "Preciso de ajuda", body: str = "Olá"
    ) -> Ticket:
        """A ticket asked by this person in this inbox."""
        opened, _message = tickets.open_ticket(
            SYSTEM, self.inboxes[inbox], self.handle(name), subject, Said(body)
        )
        return opened


class _Numbers(NamedTuple):
    teams: dict[str, int]
    inboxes: dict[str, int]
    people: dict[str, int]


def make_cast() -> Cast:
    """SAC, TI and the confidential RH, with Marina, Rita, Ana, Paulo, Lúcia, Beto and clients."""
    kept, numbers = _told_once(connection.settings_dict["NAME"])
    kept.put_back()
    return Cast(
        _by_name(Team, numbers.teams),
        _by_name(Inbox, numbers.inboxes),
        _by_name(Person, numbers.people),
    )


@cache
def _told_once(database: str) -> tuple[Kept, _Numbers]:
    """The cast as its actions tell it, told once for each database of this process."""
    told: list[_Numbers] = []
    kept = Kept(lambda: told.append(_tell()))
    return kept, told[0]


def _by_name(model: type[M], numbers: dict[str, int]) -> dict[str, M]:
    found = model._default_manager.in_bulk(list(numbers.values()))
    return {name: found[number] for name, number in numbers.items()}


def _tell() -> _Numbers:
    teams = {
        "sac": add_team(SYSTEM, "SAC"),
        "ti": add_team(SYSTEM, "TI"),
        "rh": add_team(SYSTEM, "RH", is_confidential=True),
    }
    inboxes = {
        name: add_inbox(
            SYSTEM, f"{name}@boapraca.example", team.pk, "external" if name == "sac" else "internal"
        )
        for name, team in teams.items()
    }
    people_by_name = {}
    # A few hours ago they are who they are now, also where that was the day before.
    yesterday = clock.today() - clock.ONE_DAY
    for name, shown, address, kind in _PEOPLE:
        person = people.register_person(
            SYSTEM, shown, email=address, is_work=kind not in ("", "customer"), is_verified=True
        )
        if kind:
            people.begin_relationship(SYSTEM, person.pk, kind, since_on=yesterday)
        people_by_name[name] = person
    for name, team_name, role in _ROLES:
        access.set_membership(SYSTEM, people_by_name[name].pk, teams[team_name].pk, role)
    access.set_grant(SYSTEM, people_by_name["lucia"].pk, Grant.DIRECTOR, held=True)
    access.set_grant(SYSTEM, people_by_name["beto"].pk, Grant.ADMINISTRATOR, held=True)
    return _Numbers(
        *({name: one.pk for name, one in what.items()} for what in (teams, inboxes, people_by_name))
    )


_PEOPLE = (
    ("marina", "Marina Alves", "marina@boapraca.example", "employee"),
    ("rita", "Rita Nunes", "rita@boapraca.example", "employee"),
    ("ana", "Ana Prado", "ana@boapraca.example", "employee"),
    ("paulo", "Paulo Reis", "paulo@boapraca.example", "employee"),
    ("lucia", "Lúcia Boa", "lucia@boapraca.example", "employee"),
    ("beto", "Beto Lima", "beto@boapraca.example", "employee"),
    ("carlos", "Carlos Dias", "carlos@entregas.example", "contractor"),
    ("joao", "João Souza", "joao@cliente.example", "customer"),
    ("zoe", "Zoe Fora", "zoe@fora.example", ""),
)
_ROLES = (
    ("marina", "sac", Role.AGENT),
    ("rita", "sac", Role.SUPERVISOR),
    ("ana", "ti", Role.AGENT),
    ("paulo", "rh", Role.AGENT),
)
