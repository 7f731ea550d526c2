"""Links open to all: what whoever has one meets, and what those who look after its survey see."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.listening.surveys import queries as surveys

from .tokens import digest, link_token

# Of a closed survey the last version is read all the same: its page says that it is over.
_FOUND = """
SELECT l.id, l.kind, l.survey_id, v.id AS version_id, v.content, s.side,
    l.stopped_at IS NULL AND (l.closes_at IS NULL OR l.closes_at > %(now)s)
        AND s.state = 'live' AND NOT s.is_anonymous AS is_open,
    (SELECT o.name FROM people_organization o WHERE o.kind = 'house') AS house
FROM asking_link l
JOIN surveys_survey s ON s.id = l.survey_id
JOIN LATERAL (SELECT v.id, v.content FROM surveys_version v
    WHERE v.survey_id = s.id AND v.published_at IS NOT NULL
        AND (v.id = %(version)s::bigint OR %(version)s::bigint IS NULL)
    ORDER BY v.number DESC LIMIT 1) v ON true
WHERE l.token_digest = %(digest)s
"""
_LINKS = """
SELECT l.id, l.survey_id, l.kind, l.label, l.token_digest, l.opened_at, l.closes_at, l.stopped_at,
    l.stopped_at IS NULL AND (l.closes_at IS NULL OR l.closes_at > %(now)s)
        AND s.state = 'live' AS is_open,
    coalesce(nullif(p.preferred_name, ''), p.name) AS created_by
FROM asking_link l
JOIN surveys_survey s ON s.id = l.survey_id
LEFT JOIN people_person p ON p.id = l.created_by_id
WHERE l.survey_id = %(survey)s AND (%(before)s::bigint IS NULL OR l.id < %(before)s::bigint)
ORDER BY l.id DESC LIMIT %(limit)s
"""
PAGE = 50


def by_link(token: str, version_id: int | None = None) -> Row | None:
    """The link of a token, with the version that is asked now or the older one named, and who asks
    (`house`, the company's name); the token is the right. None for a token, or a version, that is
    none."""
    told = {"digest": digest(token), "now": clock.now(), "version": version_id}
    return row(_FOUND, told)


def links(
    actor: Actor, survey_id: int, *, before: int | None = None, limit: int = PAGE
) -> list[Row]:
    """The links of a survey, newest first, each with its `token` (None when its key is gone).

    For those who may edit the survey; else NotFound.
    """
    surveys.survey(actor, survey_id)
    told = {"survey": survey_id, "now": clock.now(), "before": before, "limit": limit}
    found = rows(_LINKS, told)
    for one in found:
        one["token"] = link_token(one["id"], one.pop("token_digest"))
    return found


def link(actor: Actor, link_id: int) -> Row:
    """One link as in the list; NotFound for whoever may not edit its survey."""
    found = row("SELECT survey_id FROM asking_link WHERE id = %(id)s", {"id": link_id})
    if found is None:
        raise NotFound()
    there = links(actor, found["survey_id"], before=link_id + 1, limit=1)
    return there[0]
