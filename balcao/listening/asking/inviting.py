"""Writing invitations down: in one statement for however many, each person once a wave."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from balcao.core.sql import rows

from .about import Candidate
from .models import Occasion, Wave
from .tokens import new_digest

_IDS = """
SELECT nextval(pg_get_serial_sequence('asking_invited', 'id')) AS id
FROM generate_series(1, %(count)s)
"""
_FREEZE = """
INSERT INTO asking_frozen (wave_id, person_id, attributes)
SELECT %(wave)s, told.person_id, told.attributes::jsonb
FROM unnest(%(people)s::bigint[], %(attributes)s::text[]) AS told (person_id, attributes)
ON CONFLICT (wave_id, person_id) DO NOTHING
RETURNING person_id
"""
# Withdrawn before it was sent, then so again: the same invitation stands once more.
_INVITE = """
INSERT INTO asking_invited (id, wave_id, survey_id, occasion_id, person_id, handle_id, calendar_id,
    subject_type, subject_id, send_at, next_at, reminders, token_digest, has_answered, language)
SELECT told.id, %(wave)s, %(survey)s, %(occasion)s, told.person_id, told.handle_id,
    told.calendar_id, %(type)s, told.subject_id, told.send_at, told.send_at, 0, told.digest, false,
    told.language
FROM unnest(%(ids)s::bigint[], %(people)s::bigint[], %(handles)s::bigint[], %(calendars)s::bigint[],
    %(sends)s::timestamptz[], %(digests)s::text[], %(languages)s::text[], %(subjects)s::bigint[])
    AS told (id, person_id, handle_id, calendar_id, send_at, digest, language, subject_id)
WHERE NOT (%(anonymous)s AND EXISTS (SELECT FROM asking_invited i WHERE i.wave_id = %(wave)s
    AND i.person_id = told.person_id AND i.withdrawn_at IS NULL))
"""
_ONCE_A_WAVE = " ON CONFLICT (wave_id, person_id) WHERE subject_id IS NULL DO NOTHING RETURNING id"
_ONCE_A_SUBJECT = """
ON CONFLICT (survey_id, person_id, subject_type, subject_id) WHERE subject_id IS NOT NULL
DO UPDATE SET wave_id = excluded.wave_id, withdrawn_at = NULL, send_at = excluded.send_at,
    next_at = excluded.send_at, handle_id = excluded.handle_id, language = excluded.language,
    calendar_id = excluded.calendar_id
WHERE asking_invited.withdrawn_at IS NOT NULL AND asking_invited.sent_at IS NULL
RETURNING id
"""


def invite(
    wave: Wave,
    occasion: Occasion | None,
    people: Sequence[tuple[Candidate, datetime]],
    subject: tuple[str, int] | None = None,
) -> int:
    """Plan an invitation for each at their instant, with their groups frozen; how many are new.

    An anonymous wave asks nobody twice, whatever the subjects are.
    """
    kind, subject_id = subject or (None, None)
    return _invite(wave, occasion, kind, [(one, at, subject_id) for one, at in people])


def invite_about(
    wave: Wave, occasion: Occasion, kind: str, told: Sequence[tuple[Candidate, datetime, int]]
) -> int:
    """The same for many, each about a subject of their own of this kind."""
    if wave.is_anonymous:
        told = list({one.person_id: (one, at, pk) for one, at, pk in reversed(told)}.values())
    return _invite(wave, occasion, kind, told)


def _invite(
    wave: Wave,
    occasion: Occasion | None,
    kind: str | None,
    told: Sequence[tuple[Candidate, datetime, int | None]],
) -> int:
    if not told:
        return 0
    people = [one for one, _at, _subject in told]
    _freeze(wave, people)
    ids = [line["id"] for line in rows(_IDS, {"count": len(people)})]
    new = rows(
        _INVITE + (_ONCE_A_SUBJECT if kind else _ONCE_A_WAVE),
        {
            "wave": wave.pk,
            "survey": wave.survey_id,
            "anonymous": wave.is_anonymous,
            "occasion": occasion.pk if occasion else None,
            "type": kind,
            "ids": ids,
            "people": [one.person_id for one in people],
            "handles": [one.handle_id for one in people],
            "calendars": [one.calendar_id for one in people],
            "sends": [at for _one, at, _subject in told],
            "digests": [new_digest(pk) for pk in ids],
            "languages": [one.language or settings.LANGUAGE_CODE for one in people],
            "subjects": [subject for _one, _at, subject in told],
        },
    )
    return len(new)


def _freeze(wave: Wave, people: Sequence[Candidate]) -> None:
    rows(
        _FREEZE,
        {
            "wave": wave.pk,
            "people": [one.person_id for one in people],
            "attributes": [json.dumps(dict(one.attributes)) for one in people],
        },
    )
