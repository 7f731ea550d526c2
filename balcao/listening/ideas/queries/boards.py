from __future__ import annotations

from typing import Any, NamedTuple

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.measures.scores import Estimate, csat

from .. import rules, scope
from ..actions.bringing import requester, suggested
from ..actions.sealing import has_handed_in
from ..models import Board

_BOARD = f"""
SELECT b.id, b.name, b.about, b.audience, b.is_anonymous, b.k, b.has_rounds,
    b.answer_days, b.owner_id, b.team_id, b.calendar_id, b.seed, b.created_at, b.closed_at,
    {scope.LOOKS_AFTER} AS is_kept, {scope.TAKES_PART} AS is_member,
    coalesce(nullif(o.preferred_name, ''), split_part(o.name, ' ', 1)) AS owner, t.name AS team,
    (SELECT coalesce(jsonb_object_agg(x.id, x.name), '{{}}') FROM teams_team x
        WHERE 'team:' || x.id = ANY(b.audience)) AS team_names,
    (SELECT count(*) FROM ideas_idea i WHERE i.board_id = b.id AND i.root_id IS NULL
        AND i.hidden_at IS NULL) AS ideas,
    (SELECT count(*) FROM ideas_idea i WHERE i.board_id = b.id AND i.root_id IS NULL
        AND i.hidden_at IS NULL AND i.answered_at IS NULL) AS unanswered,
    r.id AS round_id, r.number AS round, r.closes_at, r.public
FROM ideas_board b
LEFT JOIN people_person o ON o.id = b.owner_id
LEFT JOIN teams_team t ON t.id = b.team_id
LEFT JOIN ideas_round r ON r.board_id = b.id AND r.closed_at IS NULL
WHERE {scope.SEES}
"""
# A duplicate is answered with the idea that stands for it.
_KEPT_PROMISES = """
SELECT count(*) FILTER (WHERE answered_at <= due_at) AS kept, count(*) AS total FROM (
    SELECT coalesce(i.answered_at, o.answered_at) AS answered_at, i.due_at
    FROM ideas_idea i LEFT JOIN ideas_idea o ON o.id = i.root_id
    WHERE i.board_id = %(board)s AND i.hidden_at IS NULL
) told WHERE answered_at IS NOT NULL OR due_at <= %(now)s
"""
_WAITING = """
SELECT id, public, ready_on FROM ideas_envelope WHERE board_id = %(board)s AND outcome = ''
"""


class Waiting(NamedTuple):
    """What is handed in to an anonymous board and not opened yet, as far as its people may know."""

    needed: int
    is_mine_there: bool
    is_ready: bool


def boards(
    actor: Actor, *, before: int | None = None, limit: int = 50
) -> tuple[list[Row], int | None]:
    """The boards one sees, newest first, and what `before` gives the next ones."""
    found = rows(
        _BOARD + " AND (%(before)s::bigint IS NULL OR b.id < %(before)s::bigint)"
        " ORDER BY b.id DESC LIMIT %(limit)s",
        {**scope.params(actor), "before": before, "limit": limit + 1},
    )
    shown = found[:limit]
    return shown, shown[-1]["id"] if len(found) > limit else None


def board(actor: Actor, board_id: int) -> Row:
    """One board as in the list; NotFound for whoever does not see it."""
    found = row(_BOARD + " AND b.id = %(board)s", {**scope.params(actor), "board": board_id})
    if found is None:
        raise NotFound()
    return found


def bringable(actor: Actor, protocol: str) -> tuple[Row, list[Row]]:
    """A ticket with a suggestion that the actor handles, and the boards it may be put on: open ones
    with names that its requester sees. NotFound for any other ticket."""
    ticket = suggested(actor, protocol)
    theirs, _following = boards(requester(ticket))
    return ticket, [
        one
        for one in theirs
        if one["is_member"]
        and not one["is_anonymous"]
        and one["closed_at"] is None
        and not scope.is_of_teams(one["audience"])
    ]


def may_keep(actor: Actor) -> bool:
    """True for whoever may begin a board somewhere."""
    return scope.may_keep(actor)


def attainment(actor: Actor, found: Row) -> Estimate | None:
    """The share of a board's promises that were kept, of those answered or due; None before any."""
    told = row(_KEPT_PROMISES, {"board": found["id"], "now": clock.now()})
    return csat(told["kept"], told["total"]) if told and told["total"] else None


def rounds(actor: Actor, found: Row) -> list[Row]:
    """The rounds of a board, the latest first; how many voted, where anonymous, as a band."""
    return rows(
        "SELECT id, number, opens_at, closes_at, closed_at, is_lost, voted_fewest, voted_most"
        " FROM ideas_round WHERE board_id = %(board)s ORDER BY number DESC",
        {"board": found["id"]},
    )


def waiting(actor: Actor, found: Row) -> Waiting | None:
    """What waits in an anonymous board; None for other boards. How many wait is told to nobody."""
    if not found["is_anonymous"]:
        return None
    there = row(_WAITING, {"board": found["id"]})
    needed = rules.writers_needed(found["k"])
    if there is None:
        return Waiting(needed, False, False)
    mine = has_handed_in(actor.me, bytes(there["public"]), there["id"])
    return Waiting(needed, mine, there["ready_on"] is not None)


def is_protected(actor: Actor, found: Row) -> bool:
    """False where so few people see an anonymous board that nobody would be protected."""
    if not found["is_anonymous"]:
        return True
    return scope.people_in(Board(pk=found["id"])) >= rules.LEAST_PEOPLE


def named(actor: Actor, found: Row, told: dict[str, Any]) -> str:
    """How an author is called before this reader: in full for who looks after the board."""
    if told["author"] is None:
        return ""
    if found["is_kept"]:
        return str(told["author"])
    return rules.shown_name(
        told["author"],
        told["preferred"] or "",
        among_customers=scope.is_outside(found["audience"]),
    )
