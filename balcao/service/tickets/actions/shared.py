"""The first steps of every action here: lock, check the scope, touch, tell."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.core.sql import row
from balcao.core.writing import update
from balcao.events.live import tell

from .. import scope
from ..models import Place, Ticket

_FIELDS = [field.attname for field in Ticket._meta.concrete_fields]
_IN_LINE = {"waiting_since", "status", "priority", "team"}  # what a team's line stands by
_LOCK = f"""
SELECT {", ".join(f"t.{field.column}" for field in Ticket._meta.concrete_fields)}
FROM tickets_ticket t WHERE t.id = %(id)s AND {scope.VISIBLE} FOR UPDATE OF t
"""


def locked(actor: Actor, ticket_id: int, version: int | None = None) -> Ticket:
    """The ticket, locked until the transaction ends; NotFound outside the actor's scope.

    Conflict when `version` is no longer the ticket's.
    """
    found = row(_LOCK, {**scope.params(actor), "id": ticket_id})
    if found is None:
        raise NotFound()
    ticket = Ticket.from_db(DEFAULT_DB_ALIAS, _FIELDS, list(found.values()))
    if version is not None and version != ticket.version:
        raise Conflict()
    return ticket


def handling(
    actor: Actor, ticket_id: int, permission: Permission, version: int | None = None
) -> Ticket:
    """The ticket, locked, for one who handles it with this permission.

    NotFound outside the scope; Forbidden for whoever sees the ticket but may not do this to it.
    """
    ticket = locked(actor, ticket_id, version)
    if not may(actor, ticket, permission):
        raise Forbidden()
    return ticket


def may(actor: Actor, ticket: Ticket, permission: Permission) -> bool:
    """True when the permission is held on the ticket's team, or on one that was addressed too."""
    if actor.is_system:
        return True
    teams = set(actor.teams_where(permission))
    if ticket.team_id in teams:
        return True
    return bool(teams) and Place.objects.filter(ticket=ticket, team_id__in=teams).exists()


def is_client(actor: Actor, ticket: Ticket) -> bool:
    """True for the ticket's requester under the hat of its side, and who follows it by its code."""
    if ticket.pk in actor.followed:
        return True
    return actor.person_id == ticket.requester_id and ticket.side in actor.sides


def touch(ticket: Ticket, *fields: str) -> None:
    """Save these fields with a new version and time, and wake whoever looks at the ticket."""
    ticket.version += 1
    ticket.updated_at = clock.now()
    update(ticket, *fields, "version", "updated_at")
    wake(ticket, *([f"line:{ticket.team_id}"] if _IN_LINE.intersection(fields) else []))


def wake(ticket: Ticket, *others: str) -> None:
    """Tell the ticket's page, its team's lists and its requester's portal, at commit."""
    tell(f"ticket:{ticket.pk}", f"team:{ticket.team_id}", f"person:{ticket.requester_id}", *others)
