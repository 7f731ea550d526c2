"""Who sees a board, who takes part in it and who looks after it: once, in SQL, over the alias `b`."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import row
from balcao.register.people.rules import kinds_of

from .models import Board
from .rules import Audience

_TIE = """EXISTS (SELECT FROM people_relationship r WHERE r.person_id = {person}
    AND r.kind = ANY({kinds}) AND r.kind = ANY(%(kinds)s) AND r.since_on <= %(today)s
    AND (r.until_on IS NULL OR r.until_on >= %(today)s))"""
# Of a team are its members: who looks in through broken glass is none.
_OF_TEAM = """EXISTS (SELECT FROM ideas_board_teams bt
    JOIN access_membership m ON m.team_id = bt.team_id
    JOIN teams_team t ON t.id = m.team_id AND t.is_active
    WHERE bt.board_id = b.id AND m.person_id = {person})"""
_KINDS = """CASE b.audience WHEN 'customers' THEN ARRAY['customer']
    WHEN 'relationships' THEN b.relationships::text[] ELSE ARRAY[]::text[] END"""
TAKES_PART = f"""((b.audience = 'inside' AND %(inside)s)
    OR (b.audience IN ('customers', 'relationships')
        AND {_TIE.format(person="%(me)s", kinds=_KINDS)})
    OR (b.audience = 'teams' AND %(agent)s AND {_OF_TEAM.format(person="%(me)s")}))"""
LOOKS_AFTER = """(%(all)s OR b.team_id = ANY(%(teams)s) OR b.owner_id = %(owner)s::bigint)"""
SEES = f"({LOOKS_AFTER} OR {TAKES_PART})"

_AUDIENCE = f"""
SELECT count(*) AS n FROM people_person p JOIN ideas_board b ON b.id = %(board)s
WHERE p.merged_into_id IS NULL AND (
    (b.audience = 'inside' AND {_TIE.format(person="p.id", kinds="%(internal)s")})
    OR (b.audience IN ('customers', 'relationships')
        AND {_TIE.format(person="p.id", kinds=_KINDS)})
    OR (b.audience = 'teams' AND {_OF_TEAM.format(person="p.id")}))
"""


def params(actor: Actor) -> dict[str, Any]:
    """What the conditions above need to know of the actor: the hats worn, the teams, the person."""
    inside = bool(actor.hats & {Hat.AGENT, Hat.INTERNAL})
    sides = [
        *(["internal"] if inside else []),
        *(["external"] if Hat.EXTERNAL in actor.hats else []),
    ]
    return {
        "me": (actor.person_id or 0) if actor.hats else 0,
        "inside": inside,
        "agent": Hat.AGENT in actor.hats,
        "kinds": [str(kind) for kind in kinds_of(sides)],
        "today": clock.today(),
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
    told = row(
        _AUDIENCE,
        {
            "board": board.pk,
            "kinds": [str(kind) for kind in kinds_of(["internal", "external"])],
            "internal": [str(kind) for kind in kinds_of(["internal"])],
            "today": clock.today(),
        },
    )
    return int(told["n"]) if told else 0


def is_outside(board: Board) -> bool:
    """True where customers read each other."""
    return board.audience == Audience.CUSTOMERS or "customer" in board.relationships


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
