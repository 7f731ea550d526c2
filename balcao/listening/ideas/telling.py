"""Who is told of an idea: whoever wrote it, whoever backed it, whoever looks after its board."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import rows
from balcao.events.live import is_hushed, tell

from .models import Board, Idea
from .rules import Told

# Of an anonymous board nobody is known, so nobody is told: they read it there.
BACKERS = """
SELECT i.author_id AS person_id FROM ideas_idea i
WHERE (i.id = %(idea)s OR i.root_id = %(idea)s) AND i.author_id IS NOT NULL
UNION SELECT v.person_id FROM ideas_vote v JOIN ideas_idea i ON i.id = v.idea_id
WHERE (i.id = %(idea)s OR i.root_id = %(idea)s)
"""
_AUTHORS = """
SELECT i.author_id AS person_id FROM ideas_idea i
WHERE i.id = %(idea)s AND i.author_id IS NOT NULL
"""
_KEEPERS = """
SELECT b.owner_id AS person_id FROM ideas_board b WHERE b.id = %(board)s AND b.owner_id IS NOT NULL
UNION SELECT m.person_id FROM ideas_board b JOIN access_membership m ON m.team_id = b.team_id
WHERE b.id = %(board)s AND b.owner_id IS NULL AND m.role = 'supervisor'
"""
_WRITE = """
INSERT INTO ideas_notice (person_id, idea_id, kind, change_id, at)
SELECT told.person_id, %(idea)s, %(kind)s, %(change)s, %(at)s FROM ({who}) told
WHERE told.person_id IS DISTINCT FROM %(actor)s::bigint
RETURNING person_id
"""


def tell_backers(actor: Actor, idea: Idea, kind: Told, change_id: int | None = None) -> int:
    """Tell the authors and voters of an idea and of its duplicates; how many."""
    return _tell(BACKERS, actor, idea, kind, change_id)


def tell_author(actor: Actor, idea: Idea, kind: Told) -> int:
    """Tell who wrote an idea; nobody where that is not known."""
    return _tell(_AUTHORS, actor, idea, kind, None)


def tell_keepers(actor: Actor, board: Board, idea: Idea, kind: Told) -> int:
    """Tell who looks after a board; without an owner the supervisors of its team."""
    return _tell(_KEEPERS, actor, idea, kind, None, board_id=board.pk)


def _tell(
    who: str, actor: Actor, idea: Idea, kind: Told, change_id: int | None, board_id: int = 0
) -> int:
    if is_hushed():
        return 0
    found = rows(
        _WRITE.replace("{who}", who),
        {
            "idea": idea.pk,
            "board": board_id,
            "kind": str(kind),
            "change": change_id,
            "at": clock.now(),
            "actor": actor.person_id,
        },
    )
    for one in found:
        tell(f"person:{one['person_id']}")
    return len(found)
