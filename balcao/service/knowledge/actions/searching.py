from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, TooMany
from balcao.core.sql import row, run
from balcao.register.access import audiences
from balcao.register.access.actions import spend

from .. import rules

_A_DAY = 86_400
_MOST_A_DAY = 20_000


@transaction.atomic
def note_search(actor: Actor, words: str, found: int, where: str = "help") -> None:
    """Count a search for the day: what was asked, by which kinds of reader, how much was found.

    Nobody is kept with it, nor addresses and long numbers in it. What members of a confidential team
    look for at the desk is not noted: it may be about somebody.
    """
    told = rules.searched(words, rules.SEARCHED_MOST)
    if len(told) < 2 or (where == "desk" and _is_confidential(actor)):
        return
    try:
        spend("knowledge.search", "all", limit=_MOST_A_DAY, seconds=_A_DAY)
    except TooMany:  # somebody floods us: the list is long enough without it
        return
    run(
        'INSERT INTO knowledge_search (words, readers, place, "on", found, times)'
        " VALUES (%(words)s, %(readers)s, %(place)s, %(on)s, %(found)s, 1)"
        ' ON CONFLICT ("on", words, readers, place) DO UPDATE'
        " SET times = knowledge_search.times + 1, found = excluded.found",
        {
            "words": told,
            "readers": rules.readers_of(audiences.words(actor)),
            "place": where if where in dict(rules.PLACES) else "help",
            "on": clock.today(),
            "found": found,
        },
    )


@transaction.atomic
def settle_search(actor: Actor, words: str) -> int:
    """Nobody needs to write about these words: they leave the list of what was searched in vain."""
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        raise Forbidden()
    return run(
        "UPDATE knowledge_search SET settled_at = %(now)s"
        " WHERE words = %(words)s AND found = 0 AND settled_at IS NULL",
        {"now": clock.now(), "words": words},
    )


def _is_confidential(actor: Actor) -> bool:
    if not actor.team_ids:
        return False
    found = row(
        "SELECT 1 AS found FROM teams_team WHERE id = ANY(%(teams)s) AND is_confidential",
        {"teams": actor.team_ids},
    )
    return found is not None
