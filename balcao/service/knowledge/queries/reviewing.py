from __future__ import annotations

from datetime import date, timedelta

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row, rows

from .. import scope

SOON_DAYS = 14
VAIN_DAYS = 90
# An owner who is no more of the team, or no more of the company, looks after nothing.
KEEPS = """
EXISTS (SELECT FROM access_membership m WHERE m.person_id = a.owner_id AND m.team_id = a.team_id)
AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = a.owner_id
    AND r.kind <> 'customer' AND r.since_on <= %(today)s
    AND (r.until_on IS NULL OR r.until_on >= %(today)s))
"""
DUE = f"""
SELECT a.id, a.slug, a.team_id, a.review_on, a.expires_on, t.title, team.name AS team,
    CASE WHEN {KEEPS} THEN a.owner_id END AS owner_id,
    CASE WHEN {KEEPS} THEN coalesce(nullif(o.preferred_name, ''), split_part(o.name, ' ', 1))
        END AS owner,
    CASE WHEN a.expires_on < %(today)s THEN 'expired'
        WHEN a.expires_on <= %(soon)s THEN 'expires'
        WHEN a.review_on <= %(soon)s THEN 'review'
        ELSE 'owner' END AS why
FROM knowledge_article a
JOIN LATERAL (SELECT x.title FROM knowledge_text x WHERE x.article_id = a.id AND x.is_published
    ORDER BY x.language = a.language DESC LIMIT 1) t ON true
JOIN teams_team team ON team.id = a.team_id
LEFT JOIN people_person o ON o.id = a.owner_id
WHERE a.state = 'published'
    AND (a.expires_on <= %(soon)s OR a.review_on <= %(soon)s OR NOT ({KEEPS}))
"""
_VAIN = """
SELECT s.words, sum(s.times) AS times, max(s."on") AS last_on,
    (SELECT array_agg(DISTINCT reader ORDER BY reader) FROM knowledge_search x,
        unnest(x.readers) reader WHERE x.words = s.words AND x.found = 0 AND x."on" >= %(since)s
    ) AS readers
FROM knowledge_search s
WHERE s.found = 0 AND s.settled_at IS NULL AND s."on" >= %(since)s
GROUP BY s.words ORDER BY times DESC, last_on DESC, s.words LIMIT %(limit)s
"""
_FEEDBACK = f"""
SELECT f.id, f.helped, f.words, f.readers, f.language, f.at, a.id AS article_id, a.slug, t.title
FROM knowledge_feedback f JOIN knowledge_article a ON a.id = f.article_id
JOIN LATERAL (SELECT x.title FROM knowledge_text x WHERE x.article_id = a.id
    ORDER BY x.language = f.language DESC, x.number DESC LIMIT 1) t ON true
WHERE f.settled_at IS NULL AND (NOT f.helped OR f.words <> '') AND {scope.WRITES}
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


def due_for_review(actor: Actor) -> list[Row]:
    """Published articles of the teams one writes for that need somebody: `why` is "expired",
    "expires", "review" or "owner" (nobody looks after it); the most pressing first."""
    return rows(
        f"{DUE} AND {scope.WRITES} ORDER BY least(a.expires_on, a.review_on) NULLS LAST, a.id",
        {**scope.writing(actor), **soon()},
    )


def soon() -> dict[str, date]:
    """What DUE needs to know: today, and the day up to which something comes soon."""
    today = clock.today()
    return {"today": today, "soon": today + timedelta(days=SOON_DAYS)}


def searched_in_vain(actor: Actor, *, limit: int = 50) -> list[Row]:
    """What readers searched for in ninety days and did not find, the most wanted first: words, times,
    last_on and kinds of `readers`. For whoever writes somewhere; nothing for others."""
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        return []
    since = clock.today() - timedelta(days=VAIN_DAYS)
    return rows(_VAIN, {"since": since, "limit": limit})


def feedback(actor: Actor, *, limit: int = 50) -> list[Row]:
    """What readers of articles one writes said that wants an answer, newest first, without names."""
    return rows(_FEEDBACK, {**scope.writing(actor), "limit": limit})


def deflection(actor: Actor, since: date, until: date) -> Row:
    """How many requests-to-be had suggestions `shown`, how many were `opened`, `answered` by them,
    `sent` anyway, or left after reading (`left_open`). Zeroes for whoever writes nowhere."""
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        return {"shown": 0, "opened": 0, "answered": 0, "sent": 0, "left_open": 0}
    return rows(_DEFLECTION, {"since": since, "until": until})[0]
