from __future__ import annotations

from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .models import Inbox

COLUMNS = """i.id, i.address, i.name, i.team_id, i.audience, i.is_active,
    t.public_name AS team, t.is_confidential, t.signature"""

USABLE = "(%(all)s OR i.audience = ANY(%(sides)s) OR i.team_id = ANY(%(teams)s))"


def usable(actor: Actor) -> list[Row]:
    """Inboxes through which the actor may open a ticket: those for their side, and their teams'."""
    return rows(
        f"""
        SELECT {COLUMNS} FROM inboxes_inbox i JOIN teams_team t ON t.id = i.team_id
        WHERE i.is_active AND t.is_active AND {USABLE} ORDER BY i.name
        """,
        _params(actor),
    )


def usable_by_address(actor: Actor, address: str) -> Row | None:
    """One such inbox; one that may not be used answers as an unknown one: None."""
    return row(
        f"""
        SELECT {COLUMNS} FROM inboxes_inbox i JOIN teams_team t ON t.id = i.team_id
        WHERE i.is_active AND t.is_active AND i.address = %(address)s AND {USABLE}
        """,
        {**_params(actor), "address": address.strip().lower()},
    )


def opening(actor: Actor, inbox_id: int) -> Inbox:
    """The inbox through which the actor opens a ticket; NotFound for one that they may not use."""
    found = row(
        f"""
        SELECT i.id FROM inboxes_inbox i JOIN teams_team t ON t.id = i.team_id
        WHERE i.is_active AND t.is_active AND i.id = %(id)s AND {USABLE}
        """,
        {**_params(actor), "id": inbox_id},
    )
    if found is None:
        raise NotFound()
    return Inbox.objects.get(pk=found["id"])


def all_inboxes(actor: Actor) -> list[Row]:
    """Every inbox with its team, for administrators."""
    require(actor, Permission.ADMINISTER)
    return rows(
        f"SELECT {COLUMNS} FROM inboxes_inbox i JOIN teams_team t ON t.id = i.team_id"
        " ORDER BY i.address"
    )


def _params(actor: Actor) -> dict[str, object]:
    return {"all": actor.is_system, "sides": actor.sides, "teams": actor.team_ids}
