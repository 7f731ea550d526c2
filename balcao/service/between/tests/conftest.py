from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.register.people import actions as people
from balcao.register.teams.actions import add_team
from balcao.service.between import actions
from balcao.service.between.models import Linked
from balcao.service.inboxes.actions import add_inbox
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

NOON = datetime(2040, 5, 7, 15, tzinfo=UTC)  # a Monday, 12:00 in São Paulo

Ask = Callable[..., Linked]


@pytest.fixture
def company(cast: Cast) -> Cast:
    """The cast, with a finance team (Bruno answers, Nina leads) beside TI and the confidential RH."""
    team = cast.teams["fin"] = add_team(SYSTEM, "Financeiro", public_name="Cobrança")
    cast.inboxes["fin"] = add_inbox(SYSTEM, "fin@boapraca.example", team.pk, "internal")
    for name, role in (("bruno", Role.AGENT), ("nina", Role.SUPERVISOR)):
        person = cast.people[name] = people.register_person(
            SYSTEM,
            f"{name.title()} Souza",
            email=f"{name}@boapraca.example",
            is_work=True,
            is_verified=True,
        )
        people.begin_relationship(SYSTEM, person.pk, "employee")
        access.set_membership(SYSTEM, person.pk, team.pk, role)
    return cast


@pytest.fixture
def ticket(company: Cast) -> Ticket:
    with clock.at(NOON):
        return company.ticket("joao", "sac", "Cobrança em dobro", "Pagaram duas vezes por mim")


@pytest.fixture
def ask(company: Cast, ticket: Ticket) -> Ask:
    """Marina asks another area because of João's ticket."""

    def asks(area: str = "fin", at: datetime = NOON, *, waits: bool = True) -> Linked:
        with clock.at(at):
            return actions.ask(
                company.actor("marina"),
                ticket.pk,
                company.inboxes[area].pk,
                "Estorno de João",
                Said("Podem estornar a segunda cobrança?"),
                waits=waits,
            )

    return asks
