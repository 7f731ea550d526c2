"""How many agree, as far as this reader may know at this moment: one SQL for every list and page."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row

from .. import slips

LISTED = 50
# Votes for an idea and for those that were merged into it, each person once.
VOTES = """
LEFT JOIN LATERAL (
    SELECT count(DISTINCT v.person_id) AS votes, bool_or(v.person_id = %(me)s) AS mine
    FROM ideas_vote v WHERE v.idea_id IN (
        SELECT i.id UNION ALL SELECT d.id FROM ideas_idea d WHERE d.root_id = i.id)
) v ON NOT %(anonymous)s
LEFT JOIN LATERAL (
    SELECT y.fewest, y.most, y.why, r.number AS counted_in FROM ideas_tally y
    JOIN ideas_round r ON r.id = y.round_id
    WHERE y.idea_id = i.id ORDER BY r.number DESC LIMIT 1
) y ON %(anonymous)s
"""
IDEA = """
i.id, i.board_id, i.title, i.words, i.state, i.author_id, i.merged_into_id, i.root_id, i.hidden_at,
i.hidden_why, i.created_at, i.due_at, i.promised_days, i.answered_at, i.taken_days,
a.name AS author, a.preferred_name AS preferred, v.votes, v.mine, y.fewest, y.most, y.why,
y.counted_in, (SELECT count(*) FROM ideas_comment c WHERE c.hidden_at IS NULL AND c.idea_id IN (
    SELECT i.id UNION ALL SELECT d.id FROM ideas_idea d WHERE d.root_id = i.id)) AS comments
"""
FROM = f"FROM ideas_idea i LEFT JOIN people_person a ON a.id = i.author_id {VOTES}"


def is_secret(actor: Actor, board: Row) -> bool:
    """True while a round is open: nobody, in no way, learns how many votes there are."""
    return board["round_id"] is not None


def params(actor: Actor, board: Row) -> dict[str, Any]:
    """What the statements above need to know of reader and board."""
    return {
        "me": (actor.person_id or 0) if actor.hats else 0,
        "board": board["id"],
        "anonymous": board["is_anonymous"],
        "kept": board["is_kept"],
    }


def own_votes(actor: Actor, board: Row) -> set[int]:
    """For what one votes in the open round of an anonymous board."""
    if not board["is_anonymous"] or board["public"] is None or not actor.hats:
        return set()
    return slips.own(board["round_id"], bytes(board["public"]), actor.me)


def blinded(actor: Actor, board: Row, found: Row, mine: set[int]) -> Row:
    """A row as this reader may have it: no counts while a round is open, no words that are hidden."""
    told = dict(found)
    told["mine"] = found["id"] in mine if board["is_anonymous"] else bool(found["mine"])
    if is_secret(actor, board) or board["is_anonymous"]:
        told["votes"] = None
    if is_secret(actor, board):
        told |= {"fewest": None, "most": None, "why": None, "counted_in": None}
    told["is_own"] = found["author_id"] is not None and found["author_id"] == actor.person_id
    told["is_late"] = _is_late(found)
    if found["hidden_at"] is not None and not (board["is_kept"] or told["is_own"]):
        told |= {"title": "", "words": ""}
    return told


def _is_late(found: Row) -> bool:
    """Answered after the promise ended, or not at all although it has."""
    return bool((found["answered_at"] or clock.now()) > found["due_at"])
