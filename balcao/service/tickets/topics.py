"""Who may listen to which live topic: the same scope as reading."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import row

from . import scope


def may_hear(actor: Actor, topic: str) -> bool:
    """True when the actor may be woken by this topic: `ticket:ID`, `draft:ID` (of a ticket
    one handles), `team:ID` and `presences:ID` (of one's teams), `person:ID` and `presence:ID`."""
    what, _, number = topic.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return False
    wanted = int(number)
    if what in {"person", "access", "presence"}:
        return wanted == actor.person_id
    if what in {"team", "presences"}:
        return wanted in actor.team_ids
    if what in {"ticket", "draft"}:
        audience = scope.VISIBLE if what == "ticket" else scope.HANDLED
        found = row(
            f"SELECT 1 AS seen FROM tickets_ticket t WHERE t.id = %(id)s AND {audience}",
            {**scope.params(actor), "id": wanted},
        )
        return found is not None
    return False
