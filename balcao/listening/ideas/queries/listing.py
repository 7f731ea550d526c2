from __future__ import annotations

import base64
import binascii
import json

from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row, rows

from .. import rules, scope
from .boards import named
from .counting import FROM, IDEA, LISTED, blinded, is_secret, own_votes, params

# Hidden ones are there for who wrote them and for who looks after the board; where nobody knows
# who wrote what, everybody reads that something was hidden, and why.
_SHOWN = """
i.board_id = %(board)s AND i.root_id IS NULL AND (i.hidden_at IS NULL OR %(kept)s OR %(anonymous)s
    OR i.author_id = %(me)s)
"""
_NEWEST, _MOST = "newest", "most"
_RANKS = {
    # Bands, not counts, order what is anonymous; alike ones by a lot, as their order would tell.
    _MOST: "lpad(coalesce(y.fewest, v.votes, 0)::text, 9, '0')"
    " || CASE WHEN %(anonymous)s THEN md5(%(seed)s || i.id::text) ELSE '' END",
    _NEWEST: "''",
    "mixed": "md5(%(mix)s || i.id::text)",
}


def ideas(
    actor: Actor,
    board: Row,
    *,
    order: str = _MOST,
    state: str = "",
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """The ideas of a board that `board` gave, most votes or newest first, and the next cursor.

    While a round is open the order is one by lot, another for each person and day. Duplicates are
    not listed: the idea they were merged into stands for them.
    """
    ranked = "mixed" if is_secret(actor, board) else order if order in _RANKS else _MOST
    last = _read(cursor) if cursor else None
    told = {
        **params(actor, board),
        "seed": board["seed"],
        "mix": f"{board['seed']}:{actor.person_id}:{clock.today()}:",
        "state": state,
        "rank": last[0] if last else "",
        "last": last[1] if last else 0,
        "limit": limit + 1,
    }
    wanted = {name: told[name] for name in told if f"%({name})s" in _list(ranked, bool(last))}
    found = rows(_list(ranked, bool(last)), wanted)
    mine = own_votes(actor, board)
    shown = [_worded(actor, board, one, mine) for one in found[:limit]]
    if len(found) <= limit:
        return shown, None
    end = found[limit - 1]
    return shown, _write(end["rank"], end["id"])


def own(actor: Actor, *, limit: int = 20) -> list[Row]:
    """What one suggested under one's name on boards one sees today, newest first, and how it stands."""
    return rows(
        "SELECT i.id, i.title, i.state, i.created_at, i.due_at, i.answered_at, i.hidden_at,"
        " b.name AS board FROM ideas_idea i JOIN ideas_board b ON b.id = i.board_id"
        f" WHERE i.author_id = %(me)s AND {scope.SEES} ORDER BY i.id DESC LIMIT %(limit)s",
        {**scope.params(actor), "limit": limit},
    )


def similar(actor: Actor, board: Row, words: str) -> list[Row]:
    """Ideas of this very board that say nearly the same, the likeliest first; at most five."""
    stems = rules.stems(text.clean(words)[: rules.WORDS_MOST])
    if not stems:
        return []
    return rows(
        """
        SELECT i.id, i.title, i.state, hits.n FROM ideas_idea i
        CROSS JOIN LATERAL (
            SELECT count(*) AS n FROM unnest(i.stems) s WHERE s = ANY(%(stems)s::varchar[])) hits
        WHERE i.board_id = %(board)s AND i.root_id IS NULL AND i.hidden_at IS NULL
            AND i.stems && %(stems)s::varchar[] AND hits.n >= %(least)s
        ORDER BY hits.n DESC, i.id DESC LIMIT %(limit)s
        """,
        {
            "board": board["id"],
            "stems": stems,
            "least": min(2, len(stems)),
            "limit": rules.SHOWN,
        },
    )


def _list(ranked: str, goes_on: bool) -> str:
    after = "WHERE (told.rank, told.id) < (%(rank)s, %(last)s::bigint)" if goes_on else ""
    return f"""
    SELECT * FROM (
        SELECT {IDEA}, ({_RANKS[ranked]}) COLLATE "C" AS rank
        {FROM}
        WHERE {_SHOWN} AND (%(state)s = '' OR i.state = %(state)s)
    ) told {after}
    ORDER BY told.rank DESC, told.id DESC LIMIT %(limit)s
    """


def _worded(actor: Actor, board: Row, found: Row, mine: set[int]) -> Row:
    told = blinded(actor, board, found, mine)
    told["called"] = named(actor, board, found)
    return told


def _write(rank: str, idea_id: int) -> str:
    told = json.dumps([rank, idea_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, int]:
    try:
        rank, idea_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(rank, str) or not 0 <= int(idea_id) < 2**63:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, OverflowError, RecursionError):
        raise Invalid(_("This cursor is not one of ours.")) from None
    return text.clean(rank), int(idea_id)
