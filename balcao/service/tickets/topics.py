"""Who may listen to which live topic: the same scope as reading."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import row

from . import scope


def may_hear(actor: Actor, topic: str) -> bool:
    """True when the actor may be woken by this topic: `ticket:ID`, `draft:ID` (of a ticket
    one handles), `team:ID` and `presences:ID` (of one's teams), `person:ID` and `presence:ID`.

    `line:ID` says that a team's line moved: to its members, and to whoever waits there for an
    answer, unless the team is confidential.
    """
    what, _, number = topic.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return False
    wanted = int(number)
    if what in {"person", "access", "presence"}:
        return wanted == actor.person_id
    if what in {"team", "presences"}:
        return wanted in actor.team_ids
    if what == "line":
        return wanted in actor.team_ids or _waits(actor, wanted)
    if what in {"ticket", "draft"}:
        audience = scope.VISIBLE if what == "ticket" else scope.HANDLED
        found = row(
            f"SELECT 1 AS seen FROM tickets_ticket t WHERE t.id = %(id)s AND {audience}",
            {**scope.params(actor), "id": wanted},
        )
        return found is not None
    return False


def _waits(actor: Actor, team_id: int) -> bool:
    """True for who has a ticket in the line of this team, or sees one there."""
    found = row(
        f"""
        SELECT 1 AS waits FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
        WHERE t.team_id = %(team)s AND t.waiting_since IS NOT NULL AND {scope.VISIBLE}
          AND NOT team.is_confidential LIMIT 1
        """,
        {**scope.params(actor), "team": team_id},
    )
    return found is not None
