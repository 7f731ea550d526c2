from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows

from .. import scope

COUNTED = 100
_MINE = f"""
FROM ideas_notice n JOIN ideas_idea i ON i.id = n.idea_id JOIN ideas_board b ON b.id = i.board_id
WHERE n.person_id = %(me)s AND {scope.SEES}
"""


def unseen(actor: Actor) -> int:
    """How many notices of ideas wait for the actor, of boards they see now; 100 means more."""
    found = row(
        f"SELECT count(*) AS n FROM (SELECT 1 {_MINE} AND n.seen_at IS NULL LIMIT {COUNTED}) told",
        scope.params(actor),
    )
    return int(found["n"]) if found else 0


def glance(actor: Actor) -> tuple[bool, int]:
    """Whether there is any board for the actor, and how many notices wait for them."""
    found = row(
        f"SELECT EXISTS (SELECT FROM ideas_board b WHERE {scope.SEES}) AS has_boards,"
        f" (SELECT count(*) FROM (SELECT 1 {_MINE} AND n.seen_at IS NULL LIMIT {COUNTED}) told)"
        " AS unseen",
        scope.params(actor),
    )
    return (found["has_boards"], int(found["unseen"])) if found else (False, 0)


def notices(actor: Actor, *, limit: int = 20) -> list[Row]:
    """What the actor was told of ideas, newest first: kind, idea, and the change with its reason."""
    return rows(
        "SELECT n.id, n.kind, n.at, n.seen_at, i.id AS idea_id, i.title, i.hidden_why, i.due_at,"
        " b.id AS board_id, b.name AS board, c.after AS state, c.reason, i.root_id, b.is_anonymous"
        f" {_MINE.replace('WHERE', 'LEFT JOIN ideas_change c ON c.id = n.change_id WHERE', 1)}"
        " ORDER BY n.id DESC LIMIT %(limit)s",
        {**scope.params(actor), "limit": limit},
    )
