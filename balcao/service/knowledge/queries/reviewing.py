from __future__ import annotations

from datetime import date, timedelta

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, rows

from .. import scope
from ..aging import DUE, soon

VAIN_DAYS = 90
LISTED = 50
_VAIN = """
SELECT s.words, sum(s.times) AS times, max(s."on") AS last_on,
    (SELECT array_agg(DISTINCT reader ORDER BY reader) FROM knowledge_search x,
        unnest(x.readers) reader WHERE x.words = s.words AND x.found = 0 AND x."on" >= %(since)s
    ) AS readers
FROM knowledge_search s
WHERE s.found = 0 AND s.settled_at IS NULL AND s."on" >= %(since)s
GROUP BY s.words ORDER BY times DESC, last_on DESC, s.words LIMIT %(limit)s OFFSET %(past)s
"""
_FEEDBACK = f"""
SELECT f.id, f.helped, f.words, f.readers, f.language, f.at, a.id AS article_id, a.slug, t.title
FROM knowledge_feedback f JOIN knowledge_article a ON a.id = f.article_id
JOIN LATERAL (SELECT x.title FROM knowledge_text x WHERE x.article_id = a.id
    ORDER BY x.language = f.language DESC, x.number DESC LIMIT 1) t ON true
WHERE f.settled_at IS NULL AND (NOT f.helped OR f.words <> '') AND {scope.WRITES}
    AND (%(before)s::bigint IS NULL OR f.id < %(before)s::bigint)
ORDER BY f.id DESC LIMIT %(limit)s
"""
_DEFLECTION = """
SELECT count(DISTINCT visit) AS shown,
    count(DISTINCT visit) FILTER (WHERE was_opened) AS opened,
    count(DISTINCT visit) FILTER (WHERE outcome = 'answered') AS answered,
    count(DISTINCT visit) FILTER (WHERE outcome = 'sent') AS sent,
    count(DISTINCT visit) FILTER (WHERE was_opened AND outcome = '') AS left_open
FROM knowledge_shown WHERE "on" BETWEEN %(since)s AND %(until)s
"""


def due_for_review(
    actor: Actor, *, past: int = 0, limit: int = LISTED
) -> tuple[list[Row], int | None]:
    """Published articles of the teams one writes for that need somebody: `why` is "expired",
    "expires", "review" or "owner" (nobody looks after it); the most pressing first.

    And what `past` gives the next ones: so many were shown.
    """
    found = rows(
        f"{DUE} AND {scope.WRITES} ORDER BY least(a.expires_on, a.review_on) NULLS LAST, a.id"
        " LIMIT %(limit)s OFFSET %(past)s",
        {**scope.writing(actor), **soon(), "limit": limit + 1, "past": past},
    )
    return found[:limit], past + limit if len(found) > limit else None


def searched_in_vain(
    actor: Actor, *, past: int = 0, limit: int = LISTED
) -> tuple[list[Row], int | None]:
    """What readers searched for in ninety days and did not find, the most wanted first: words, times,
    last_on and kinds of `readers`; and what `past` gives the next ones. For whoever writes somewhere;
    nothing for others."""
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        return [], None
    since = clock.today() - timedelta(days=VAIN_DAYS)
    found = rows(_VAIN, {"since": since, "limit": limit + 1, "past": past})
    return found[:limit], past + limit if len(found) > limit else None


def feedback(
    actor: Actor, *, before: int | None = None, limit: int = LISTED
) -> tuple[list[Row], int | None]:
    """What readers of articles one writes said that wants an answer, newest first, without names; and
    what `before` gives the next ones."""
    found = rows(_FEEDBACK, {**scope.writing(actor), "before": before, "limit": limit + 1})
    shown = found[:limit]
    return shown, shown[-1]["id"] if len(found) > limit else None


def deflection(actor: Actor, since: date, until: date) -> Row:
    """How many requests-to-be had suggestions `shown`, how many were `opened`, `answered` by them,
    `sent` anyway, or left after reading (`left_open`). Zeroes for whoever writes nowhere."""
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        return {"shown": 0, "opened": 0, "answered": 0, "sent": 0, "left_open": 0}
    return rows(_DEFLECTION, {"since": since, "until": until})[0]
