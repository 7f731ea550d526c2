from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import rows
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.service.tickets import scope as ticket_scope

from .. import rules, scope
from ..events import TicketDetached, TicketsAttached
from ..models import Problem
from .keeping import reading, touch

_ATTACH = f"""
INSERT INTO problems_attached (problem_id, ticket_id, person_id, at)
SELECT %(problem)s::bigint, t.id, %(person)s::bigint, %(now)s FROM tickets_ticket t
WHERE t.id = ANY(%(tickets)s) AND {ticket_scope.HANDLED} AND {scope.TICKET_CHANGED}
ON CONFLICT (problem_id, ticket_id) DO NOTHING RETURNING ticket_id
"""
_ALLOWED = f"""
SELECT t.id FROM tickets_ticket t
WHERE t.id = ANY(%(tickets)s) AND {ticket_scope.HANDLED} AND {scope.TICKET_CHANGED}
"""
_DETACH = f"""
DELETE FROM problems_attached a USING tickets_ticket t
WHERE a.problem_id = %(problem)s AND a.ticket_id = %(ticket)s AND t.id = a.ticket_id
    AND {ticket_scope.HANDLED} AND {scope.TICKET_CHANGED} RETURNING a.ticket_id
"""


@transaction.atomic
def attach(actor: Actor, problem_id: int, tickets: Sequence[int]) -> int:
    """These tickets, which one handles, belong to it; how many are new there.

    NotFound when one of them is not the actor's to change: then none is attached. As many
    statements for one as for five hundred.
    """
    problem, _may_change = reading(actor, problem_id)
    if problem.state in rules.ENDED:
        raise Conflict(_("This problem has ended. Open it again first."))
    wanted = sorted(set(tickets))
    params = {**_params(actor), "problem": problem.pk, "tickets": wanted, "now": clock.now()}
    if not wanted or len(rows(_ALLOWED, params)) != len(wanted):
        raise NotFound()
    new = [line["ticket_id"] for line in rows(_ATTACH, params)]
    if new:
        touch(problem)
        publish(actor, TicketsAttached(problem.pk, tickets=sorted(new)))
        _wake(new)
    return len(new)


@transaction.atomic
def detach(actor: Actor, problem_id: int, ticket_id: int) -> Problem:
    """A ticket one handles has another cause after all."""
    problem, _may_change = reading(actor, problem_id)
    gone = rows(_DETACH, {**_params(actor), "problem": problem.pk, "ticket": ticket_id})
    if not gone:
        raise NotFound()
    touch(problem)
    publish(actor, TicketDetached(problem.pk, ticket_id=ticket_id))
    _wake([ticket_id])
    return problem


def _wake(tickets: Sequence[int]) -> None:
    """Pages of few tickets look again; of a crowd nobody has all open."""
    if len(tickets) <= 20:
        tell(*(f"ticket:{ticket}" for ticket in tickets))


def _params(actor: Actor) -> dict[str, object]:
    return {**ticket_scope.params(actor), **scope.params(actor), "person": actor.person_id}
