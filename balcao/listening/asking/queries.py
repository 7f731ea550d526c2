from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.listening.surveys import queries as surveys

from . import reaching, rules
from .actions.occasions import Terms, checked
from .tokens import digest, token_of

_OF_LINK = """
SELECT i.id, i.wave_id, i.survey_id, i.person_id, i.language, i.has_answered,
    i.withdrawn_at IS NOT NULL AS is_withdrawn, i.subject_type, i.subject_id,
    w.number AS wave, w.version_id, w.is_anonymous, w.k, w.comments_k, w.closes_at,
    w.state = 'open' AND w.closes_at > %(now)s AS is_open,
    v.number AS version, v.content, s.name, s.purpose, s.side, f.attributes,
    (SELECT o.name FROM people_organization o WHERE o.kind = 'house') AS house
FROM asking_invited i
JOIN asking_wave w ON w.id = i.wave_id
JOIN surveys_version v ON v.id = w.version_id
JOIN surveys_survey s ON s.id = i.survey_id
LEFT JOIN asking_frozen f ON f.wave_id = i.wave_id AND f.person_id = i.person_id
WHERE i.token_digest = %(digest)s
"""
_WAVES = """
SELECT w.id, w.number, v.number AS version, w.is_anonymous, w.k, w.comments_k, w.opens_at,
    w.asks_until, w.closes_at, w.closed_at, w.state
FROM asking_wave w JOIN surveys_version v ON v.id = w.version_id
WHERE w.survey_id = %(survey)s AND (%(before)s::int IS NULL OR w.number < %(before)s::int)
ORDER BY w.number DESC LIMIT %(limit)s
"""
_COUNTED = """
SELECT w.id, w.survey_id, w.is_anonymous, w.k, w.state = 'closed' AS is_closed,
    count(i.id) FILTER (WHERE i.sent_at IS NULL) AS waiting,
    count(i.id) FILTER (WHERE i.sent_at IS NOT NULL) AS asked,
    count(i.id) FILTER (WHERE i.has_answered) AS answered
FROM asking_wave w LEFT JOIN asking_invited i ON i.wave_id = w.id AND i.withdrawn_at IS NULL
WHERE w.id = ANY(%(waves)s::bigint[]) GROUP BY w.id
"""
_OCCASIONS = """
SELECT o.id, o.survey_id, o.when, o.delay_days, o.conditions, o.share, o.seed, o.rhythm, o.quarantine_days,
    o.remind_after_days, o.open_days, o.is_active, o.next_at, o.created_at
FROM asking_occasion o
WHERE o.survey_id = %(survey)s OR o.id = %(occasion)s ORDER BY o.is_active DESC, o.id
"""
_PENDING = """
SELECT i.id, i.token_digest, w.is_anonymous, w.closes_at, s.name, s.purpose, v.content->'intro' AS intro
FROM asking_invited i
JOIN asking_wave w ON w.id = i.wave_id
JOIN surveys_version v ON v.id = w.version_id
JOIN surveys_survey s ON s.id = i.survey_id
WHERE i.person_id = %(me)s AND s.side = ANY(%(sides)s) AND i.sent_at IS NOT NULL
    AND NOT i.has_answered AND i.withdrawn_at IS NULL AND w.state = 'open'
    AND w.closes_at > %(now)s AND s.state = 'live'
ORDER BY w.closes_at, i.id LIMIT 20
"""
WAVES_MOST = 60


def by_token(token: str) -> Row | None:
    """The invitation of a link, its wave, the version it was sent and who asks (`house`, the company's
    name); the token is the right.

    One look-up by digest whatever is asked, so that time tells a guesser nothing.
    """
    return row(_OF_LINK, {"digest": digest(token), "now": clock.now()})


def pending(actor: Actor) -> list[Row]:
    """What the actor was asked under these hats and can still answer, each with its own `token`."""
    found = rows(_PENDING, {"me": actor.person_id or 0, "sides": actor.sides, "now": clock.now()})
    for one in found:
        one["token"] = token_of(one["id"], one.pop("token_digest"))
    return [one for one in found if one["token"] is not None]


def occasions(actor: Actor, survey_id: int) -> list[Row]:
    """When this survey is sent and to whom, for those who may edit it; else NotFound."""
    surveys.survey(actor, survey_id)
    return rows(_OCCASIONS, {"survey": survey_id, "occasion": 0})


def occasion(actor: Actor, occasion_id: int) -> Row:
    """One occasion as in the list; NotFound for whoever may not edit its survey."""
    found = row(_OCCASIONS, {"survey": 0, "occasion": occasion_id})
    if found is None:
        raise NotFound()
    surveys.survey(actor, found["survey_id"])
    return found


def reach(actor: Actor, survey_id: int, terms: Terms, seed: str = "") -> rules.Reach:
    """How many these terms would have asked over the last 30 days, or would ask at once.

    Refuses as setting them up would; NotFound for who may not edit the survey.
    """
    survey = surveys.survey(actor, survey_id)
    conditions = checked(actor, survey["side"], terms)
    return reaching.reach(actor, survey, terms, conditions, seed)


def waves(
    actor: Actor, survey_id: int, *, before: int | None = None, limit: int = WAVES_MOST
) -> list[Row]:
    """The waves of a survey, the latest first, from below the number `before` on.

    For those who may edit the survey; else NotFound.
    """
    surveys.survey(actor, survey_id)
    return rows(_WAVES, {"survey": survey_id, "before": before, "limit": limit})


def response(actor: Actor, wave_id: int) -> rules.Response:
    """How many were asked in a wave and how many answered, as far as that may be told.

    For those who may edit its survey; else NotFound. Of an anonymous wave only once it closed.
    """
    found = row(_COUNTED, {"waves": [wave_id]})
    if found is None:
        raise NotFound()
    surveys.survey(actor, found["survey_id"])
    return _told(found)


def responses(
    actor: Actor, survey_id: int, wave_ids: list[int]
) -> dict[int, tuple[rules.Response, int | None]]:
    """By wave of this survey what `response` tells, and how many mails are still to be sent.

    Of anonymous waves the latter is None.
    """
    surveys.survey(actor, survey_id)
    found = rows(_COUNTED, {"waves": wave_ids}) if wave_ids else []
    return {
        one["id"]: (_told(one), None if one["is_anonymous"] else one["waiting"])
        for one in found
        if one["survey_id"] == survey_id
    }


def _told(found: Row) -> rules.Response:
    return rules.response(
        found["asked"],
        found["answered"],
        k=found["k"],
        is_anonymous=found["is_anonymous"],
        is_closed=found["is_closed"],
    )
