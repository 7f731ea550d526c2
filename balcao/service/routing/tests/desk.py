"""A desk in which tickets are routed: what the tests of this room stand on."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.register.people import actions as people
from balcao.service.routing import actions
from balcao.service.routing.models import Decision
from balcao.service.tickets.models import Ticket
from tests.cast import Cast


def automatic(cast: Cast, team: str = "sac", **told: Any) -> None:
    """The team's tickets find their agents by themselves."""
    actions.set_routing(SYSTEM, cast.teams[team].pk, is_automatic=True, **told)


def here(cast: Cast, *names: str, state: str = "available") -> None:
    """These people say that they are available, or something else."""
    for name in names:
        actions.set_presence(cast.actor(name), state)


def hire(cast: Cast, name: str, team: str = "sac", role: str = Role.AGENT) -> int:
    """One more colleague, since yesterday; the id."""
    person = people.register_person(
        SYSTEM, name.title(), email=f"{name}@boapraca.example", is_work=True, is_verified=True
    )
    yesterday = clock.today() - clock.ONE_DAY
    people.begin_relationship(SYSTEM, person.pk, "employee", since_on=yesterday)
    access.set_membership(SYSTEM, person.pk, cast.teams[team].pk, role)
    cast.people[name] = person
    return person.pk


def route() -> int:
    """Let the worker route once."""
    return actions.route_all(SYSTEM)


def owner(cast: Cast, ticket: Ticket) -> str:
    """Who has the ticket, by the cast's name; empty for nobody."""
    assignee = Ticket.objects.values_list("assignee_id", flat=True).get(pk=ticket.pk)
    return next((name for name, person in cast.people.items() if person.pk == assignee), "")


def last_decision(ticket: Ticket) -> Decision:
    """What was decided about the ticket last."""
    return Decision.objects.filter(ticket=ticket).order_by("-pk")[0]
