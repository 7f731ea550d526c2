"""What readers see, and what still waits for them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows

from .. import rules, scope

LISTED = 30
# Counting stops where nobody counts any more.
COUNTED = 100
# What asks for nothing is not pressed on anybody for longer: newcomers would drown in it.
PRESSED_FOR = timedelta(days=45)

_WAITS = f"""(CASE WHEN a.needs_confirmation THEN NOT {scope.IS_CONFIRMED}
    ELSE a.published_at > %(pressed)s AND NOT {scope.IS_READ} END)""".format(
    person="%(me)s::bigint"
)
_FOUND = f"""
SELECT a.id, a.team_id, coalesce(nullif(team.public_name, ''), team.name) AS team, a.audience,
    a.state, a.needs_confirmation, a.published_at, a.expires_at, a.edition, a.asks_from, e.titles,
    e.bodies, e.question, e.published_at AS changed_at, {scope.LASTS} AS lasts, {scope.KEEPS} AS is_kept,
    {scope.READS} AS is_reader, mine.is_read, mine.confirmed_at, mine.tries,
    e.number >= a.asks_from AND EXISTS (SELECT FROM announcements_reading o
        JOIN announcements_edition f ON f.id = o.edition_id
        WHERE f.announcement_id = a.id AND f.number < a.asks_from AND o.person_id = %(me)s::bigint
            AND o.confirmed_at IS NOT NULL) AS is_asked_again
FROM announcements_announcement a
JOIN announcements_edition e ON e.announcement_id = a.id AND e.number = greatest(a.edition, 1)
LEFT JOIN teams_team team ON team.id = a.team_id
LEFT JOIN LATERAL (
    SELECT count(*) > 0 AS is_read, max(x.confirmed_at) AS confirmed_at,
        max(x.tries) FILTER (WHERE y.number = a.edition) AS tries
    FROM announcements_reading x JOIN announcements_edition y ON y.id = x.edition_id
    WHERE y.announcement_id = a.id AND y.number >= a.asks_from AND x.person_id = %(me)s::bigint
) mine ON true
"""


def announcements(
    actor: Actor, *, past: bool = False, cursor: str = "", limit: int = LISTED
) -> tuple[list[Row], str | None]:
    """What one is told, newest first, and the next cursor; `past` lists what is over instead."""
    limit = max(1, min(limit, 200))
    params: dict[str, Any] = {**_params(actor), "limit": limit + 1}
    before = ""
    if cursor:
        params["at"], params["last"] = read_cursor(cursor)
        before = "AND (a.published_at, a.id) < (%(at)s, %(last)s::bigint)"
    lasts = f"NOT {scope.LASTS}" if past else scope.LASTS
    found = rows(
        f"{_FOUND} WHERE {scope.READS} AND {lasts} {before}"
        " ORDER BY a.published_at DESC, a.id DESC LIMIT %(limit)s",
        params,
    )
    shown = found[:limit]
    if len(found) <= limit:
        return shown, None
    return shown, write_cursor(shown[-1]["published_at"], shown[-1]["id"])


def announcement(actor: Actor, announcement_id: int) -> Row:
    """One announcement as it is read, also once it is over; NotFound for whoever is not told.

    `is_reader` is False for who only looks after it.
    """
    found = row(
        f"{_FOUND} WHERE a.id = %(id)s AND {scope.SEES}",
        {**_params(actor), "id": announcement_id},
    )
    if found is None:
        raise NotFound()
    return {**found, "asked": rules.question(found["question"])}


def pending(actor: Actor, *, limit: int = 3) -> list[Row]:
    """What waits for the actor: first what they are to confirm, then what is new and not read."""
    if actor.person_id is None or not actor.hats:
        return []
    return rows(
        f"{_FOUND} WHERE {scope.READS} AND {scope.LASTS} AND {_WAITS}"
        " ORDER BY a.needs_confirmation DESC, a.published_at DESC, a.id DESC LIMIT %(limit)s",
        {**_params(actor), "limit": limit},
    )


def unseen(actor: Actor) -> int:
    """How many wait for the actor to be read or confirmed; 100 means more."""
    if actor.person_id is None or not actor.hats:
        return 0
    found = row(
        f"SELECT count(*) AS n FROM (SELECT FROM announcements_announcement a"
        f" WHERE {scope.READS} AND {scope.LASTS} AND {_WAITS} LIMIT {COUNTED}) told",
        _params(actor),
    )
    return int(found["n"]) if found else 0


def tag(actor: Actor) -> str:
    """A mark that changes whenever anything this actor is told does; never the same for two
    audiences that read differently."""
    found = row(
        f"""
        SELECT count(*) AS n, max(e.id) AS newest, sum(a.id) AS told,
            max(a.published_at) AS latest
        FROM announcements_announcement a
        JOIN announcements_edition e ON e.announcement_id = a.id AND e.number = a.edition
        WHERE {scope.READS} AND {scope.LASTS}
        """,
        _params(actor),
    )
    assert found is not None
    told = [found[name] for name in ("n", "newest", "told", "latest")]
    return hashlib.sha256(repr([told, _params(actor)["words"]]).encode()).hexdigest()[:20]


def _params(actor: Actor) -> dict[str, Any]:
    return {
        **scope.params(actor),
        "me": (actor.person_id or 0) if actor.hats else 0,
        "pressed": clock.now() - PRESSED_FOR,
    }
