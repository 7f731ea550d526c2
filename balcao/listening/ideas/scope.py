"""Who sees a board, who takes part in it and who looks after it: once, in SQL, over the alias `b`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import row
from balcao.register.access import audiences
from balcao.register.people.models import RelationshipKind

from .models import Board

# Of a team are its members: who looks in through broken glass answers to its word, and is none.
TAKES_PART = (
    f"({audiences.reads('b.audience')} AND {audiences.contains('b.audience', '%(me)s::bigint')})"
)
LOOKS_AFTER = """(%(all)s OR b.team_id = ANY(%(teams)s) OR b.owner_id = %(owner)s::bigint)"""
SEES = f"({LOOKS_AFTER} OR {TAKES_PART})"

_AUDIENCE = f"""
SELECT count(*) AS n FROM people_person p JOIN ideas_board b ON b.id = %(board)s
WHERE p.merged_into_id IS NULL AND {audiences.contains("b.audience")}
"""


def params(actor: Actor) -> dict[str, Any]:
    """What the conditions above need to know of the actor: the hats worn, the teams, the person."""
    inside = bool(actor.hats & {Hat.AGENT, Hat.INTERNAL})
    return {
        **audiences.params(actor),
        **audiences.today(),
        "me": (actor.person_id or 0) if actor.hats else 0,
        "all": actor.may(Permission.ASK),
        "teams": actor.teams_where(Permission.ASK),
        "owner": actor.person_id if inside else None,
    }


def kept(actor: Actor, board_id: int) -> Board:
    """A board that one looks after, held for a change; NotFound else."""
    return _locked(actor, board_id, LOOKS_AFTER)


def shared(actor: Actor, board_id: int) -> Board:
    """A board that one takes part in, held against change; NotFound else."""
    return _locked(actor, board_id, TAKES_PART, how="FOR SHARE OF b")


def looks_after(actor: Actor, board_id: int) -> bool:
    """True for its owner, for supervisors of its team, and for whoever may ask company-wide."""
    return _found(actor, board_id, LOOKS_AFTER)


def may_keep(actor: Actor) -> bool:
    """True for whoever may begin a board somewhere."""
    return actor.may_anywhere(Permission.ASK)


def people_in(board: Board) -> int:
    """How many people take part in a board today."""
    told = row(_AUDIENCE, {"board": board.pk, **audiences.today()})
    return int(told["n"]) if told else 0


def is_outside(audience: Iterable[str]) -> bool:
    """True where customers read each other."""
    return RelationshipKind.CUSTOMER in audience


def is_of_teams(audience: Iterable[str]) -> bool:
    """True where a board is for the members of certain teams alone."""
    return all(word.startswith(audiences.TEAM) for word in audience)


def _found(actor: Actor, board_id: int, condition: str) -> bool:
    told = row(
        f"SELECT 1 AS found FROM ideas_board b WHERE b.id = %(board)s AND {condition}",
        {**params(actor), "board": board_id},
    )
    return told is not None


def _locked(actor: Actor, board_id: int, condition: str, how: str = "FOR UPDATE OF b") -> Board:
    told = row(
        f"SELECT b.id FROM ideas_board b WHERE b.id = %(board)s AND {condition} {how}",
        {**params(actor), "board": board_id},
    )
    if told is None:
        raise NotFound()
    return Board.objects.get(pk=told["id"])
