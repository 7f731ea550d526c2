"""Who is told what was done: each once, in the portal and by mail, never saying who answered."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.sql import Row, rows, run
from balcao.listening.asking.hours import Hours
from balcao.listening.asking.tokens import token_of
from balcao.listening.surveys.rules import worded
from balcao.service.delivery import outbound

from .models import Told

BATCH = 500
# Of an anonymous wave all who were asked: who of them answered is told to nobody, also not so.
_ASKED = """
SELECT DISTINCT ON (i.person_id) i.person_id, i.id AS invited_id, i.calendar_id
FROM asking_invited i
WHERE i.wave_id = %(wave)s AND i.sent_at IS NOT NULL AND i.withdrawn_at IS NULL
ORDER BY i.person_id, i.id
"""
_ANSWERED = """
SELECT DISTINCT ON (i.person_id) i.person_id, i.id AS invited_id, i.calendar_id
FROM answers_answer a JOIN asking_invited i ON i.id = a.invited_id
WHERE a.survey_id = %(survey)s AND a.answered_at >= %(since)s AND a.answered_at < %(until)s
ORDER BY i.person_id, i.id
"""
_ADD = """
INSERT INTO loop_toldreader (told_id, person_id, invited_id, send_at)
SELECT %(told)s, told.person_id, told.invited_id, told.send_at
FROM unnest(%(people)s::bigint[], %(invited)s::bigint[], %(sends)s::timestamptz[])
    AS told (person_id, invited_id, send_at)
ON CONFLICT (told_id, person_id) DO NOTHING
"""
_DUE = """
SELECT r.id, r.invited_id, i.token_digest, i.language, h.value AS address, n.said, n.did,
    EXISTS (SELECT FROM profile_preference w WHERE w.person_id = r.person_id
        AND w.matter = 'surveys' AND w.side = s.side AND w.superseded_at IS NULL
        AND NOT w.is_wanted) AS wants_none
FROM loop_toldreader r JOIN loop_told n ON n.id = r.told_id
JOIN surveys_survey s ON s.id = n.survey_id JOIN asking_invited i ON i.id = r.invited_id
LEFT JOIN people_handle h ON h.id = i.handle_id
WHERE r.dealt_at IS NULL AND r.send_at <= %(now)s
ORDER BY r.send_at, r.id LIMIT %(limit)s FOR UPDATE OF r SKIP LOCKED
"""
_DEALT = "UPDATE loop_toldreader SET dealt_at = %(now)s WHERE id = ANY(%(ids)s)"
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


def audience(told: Told) -> list[Row]:
    """Whom it concerns, each once, with the invitation by which they are reached."""
    if told.wave_id is not None:
        return rows(_ASKED, {"wave": told.wave_id})
    assert told.since_on is not None
    assert told.until_on is not None
    return rows(
        _ANSWERED,
        {
            "survey": told.survey_id,
            "since": _midnight(told.since_on),
            "until": _midnight(told.until_on + timedelta(days=1)),
        },
    )


def add(told: Told, found: list[Row]) -> None:
    """Write down who is told, each at the first opening of their calendar."""
    hours, now = Hours(), clock.now()
    sends = {
        calendar: hours.send_at(calendar, now) for calendar in {one["calendar_id"] for one in found}
    }
    run(
        _ADD,
        {
            "told": told.pk,
            "people": [one["person_id"] for one in found],
            "invited": [one["invited_id"] for one in found],
            "sends": [sends[one["calendar_id"]] for one in found],
        },
    )


def tell_all() -> int:
    """Mail everybody whose time has come; how many were dealt with."""
    dealt = 0
    while done := tell_due():
        dealt += done
    return dealt


@transaction.atomic
def tell_due(limit: int = BATCH) -> int:
    """Mail some of those who are to be told, in their language; who wants no such mail reads it in
    the portal alone. How many were dealt with."""
    now = clock.now()
    due = rows(_DUE, {"now": now, "limit": limit})
    letters = [_letter(one) for one in due if one["address"] and not one["wants_none"]]
    outbound.notices(letters)
    run(_DEALT, {"now": now, "ids": [one["id"] for one in due]})
    return len(due)


def _letter(one: Row) -> outbound.Notice:
    language = one["language"] or settings.LANGUAGE_CODE
    token = token_of(one["invited_id"], one["token_digest"])
    leaving = f"{settings.BASE_URL}/responder/{token}/nao-perguntar/" if token else ""
    with translation.override(language):
        parts = [
            f"**{_('You said')}**",
            _plain(worded(one["said"], language)),
            f"**{_('We did')}**",
            _plain(worded(one["did"], language)),
            _("Whether it helped, with its doubt: %(address)s")
            % {"address": f"{settings.BASE_URL}/disseram/"},
            *(["[" + _("Don't ask me any more") + f"]({leaving})"] if leaving else []),
        ]
        subject = _("You said, we did")
    return outbound.Notice(
        one["address"], subject, "\n\n".join(parts), language, unsubscribe=leaving
    )


def _plain(text: str) -> str:
    return "\n\n".join(
        _MARKS.sub(r"\\\1", " ".join(part.split())) for part in text.splitlines() if part.strip()
    )


def _midnight(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(clock.zone()))
