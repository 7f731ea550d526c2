from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction

from balcao.core import clock
from balcao.core.sql import Row, rows, run
from balcao.listening.surveys.models import Version
from balcao.service.delivery import outbound

from .. import rules
from ..hours import Hours
from ..mailing import letter
from ..tokens import token_of
from .opening import ONE_AT_A_TIME

BATCH = 500

# Of the others only who was really asked counts, and who will be with many at once.
_DUE = """
SELECT i.id, i.person_id, i.language, i.reminders, i.sent_at, i.token_digest, i.calendar_id,
    i.subject_id IS NULL AS is_of_many, h.value AS address, p.zone, w.version_id, w.closes_at,
    t.protocol, o.remind_after_days, o.quarantine_days,
    w.state = 'open' AND w.closes_at > %(now)s AND s.state = 'live' AND h.id IS NOT NULL
        AND (i.sent_at IS NOT NULL OR coalesce(o.is_active, i.subject_type = 'task', false))
        AND NOT EXISTS (SELECT FROM people_relationship r WHERE i.subject_type = 'relationship'
            AND r.id = i.subject_id AND r.until_on < %(today)s)
        AND NOT EXISTS (SELECT FROM profile_preference n WHERE n.person_id = i.person_id
            AND n.matter = 'surveys' AND n.side = s.side AND n.superseded_at IS NULL
            AND NOT n.is_wanted) AS is_wanted,
    (SELECT max(coalesce(q.sent_at, q.send_at)) FROM asking_invited q
        WHERE q.person_id = i.person_id AND q.id <> i.id AND q.withdrawn_at IS NULL
            AND (q.sent_at IS NOT NULL OR q.subject_id IS NULL)) AS asked_at
FROM asking_invited i
JOIN asking_wave w ON w.id = i.wave_id
JOIN surveys_survey s ON s.id = i.survey_id
JOIN people_person p ON p.id = i.person_id
LEFT JOIN people_handle h ON h.id = i.handle_id
LEFT JOIN asking_occasion o ON o.id = i.occasion_id
LEFT JOIN tickets_ticket t ON i.subject_type = 'ticket' AND t.id = i.subject_id
WHERE i.next_at <= %(now)s
ORDER BY i.next_at, i.id LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
"""
_WITHDRAW = """
UPDATE asking_invited SET next_at = NULL,
    withdrawn_at = CASE WHEN sent_at IS NULL THEN %(now)s ELSE withdrawn_at END
WHERE id = ANY(%(ids)s)
"""
_NEXT = """
UPDATE asking_invited i SET next_at = told.next_at
FROM unnest(%(ids)s::bigint[], %(nexts)s::timestamptz[]) AS told (id, next_at) WHERE i.id = told.id
"""
_SENT = """
UPDATE asking_invited SET sent_at = coalesce(sent_at, %(now)s),
    reminders = reminders + (sent_at IS NOT NULL)::int
WHERE id = ANY(%(ids)s)
"""


def send_all(now: datetime) -> int:
    """Send every invitation and reminder that is due; how many mails."""
    sent = 0
    while (done := send_due(now))[0]:
        sent += done[1]
    return sent


@transaction.atomic
def send_due(now: datetime, limit: int = BATCH) -> tuple[int, int]:
    """Deal with some that are due: sent, put off to opening hours, or withdrawn; how many, and
    how many were sent. Who was asked something else meanwhile is left in peace."""
    run(ONE_AT_A_TIME)
    due = rows(_DUE, {"now": now, "today": clock.today(), "limit": limit})
    if not due:
        return 0, 0
    dealt = _Dealt(now)
    for one in due:
        dealt.with_one(one)
    dealt.write()
    return len(due), len(dealt.mails)


class _Dealt:
    """What becomes of many at an instant, written at once."""

    def __init__(self, now: datetime) -> None:
        self.now, self.hours = now, Hours()
        self.mails: dict[int, outbound.Notice] = {}
        self.nexts: dict[int, datetime | None] = {}
        self.withdrawn: list[int] = []
        self.asked: dict[int, datetime] = {}

    def with_one(self, one: Row) -> None:
        """Decide about the next in line; those before may be of the same person."""
        token = token_of(one["id"], one["token_digest"])
        if not one["is_wanted"] or token is None or _rests(one, self.now, self.asked):
            self.withdrawn.append(one["id"])
            return
        opens_at = self.hours.send_at(one["calendar_id"], self.now)
        if opens_at > self.now:
            self.nexts[one["id"]] = opens_at
            return
        self.mails[one["id"]] = _mail(one, token)
        self.nexts[one["id"]] = _next(one, self.now, self.hours)
        if one["sent_at"] is None:
            self.asked[one["person_id"]] = self.now

    def write(self) -> None:
        """All of it, in as many statements for one as for many."""
        outbound.notices(list(self.mails.values()))
        run(_WITHDRAW, {"ids": self.withdrawn, "now": self.now})
        run(_NEXT, {"ids": list(self.nexts), "nexts": list(self.nexts.values())})
        run(_SENT, {"ids": list(self.mails), "now": self.now})


def _rests(one: Row, now: datetime, asked: dict[int, datetime]) -> bool:
    """Of one asked about an event; who is asked with many was chosen with their rest in mind."""
    if one["sent_at"] is not None or one["is_of_many"] or one["quarantine_days"] is None:
        return False
    told = [at for at in (one["asked_at"], asked.get(one["person_id"])) if at]
    return rules.in_quarantine(told, now, one["quarantine_days"])


def _next(one: Row, now: datetime, hours: Hours) -> datetime | None:
    """When the next reminder is due, if there is one while one may still answer."""
    done = one["reminders"] + (one["sent_at"] is not None)
    days = one["remind_after_days"] or []
    if done >= len(days):
        return None
    due = hours.send_at(one["calendar_id"], one["sent_at"] or now, days[done])
    # After a mail that came late the next one keeps its distance.
    apart = days[done] - (days[done - 1] if done else 0)
    at = max(due, hours.send_at(one["calendar_id"], now, apart))
    return at if at < one["closes_at"] else None


def _mail(one: Row, token: str) -> outbound.Notice:
    language = one["language"] or settings.LANGUAGE_CODE
    told = letter(
        _content(one["version_id"]),
        token,
        language,
        closes_at=one["closes_at"],
        zone=one["zone"] or settings.TIME_ZONE,
        protocol=one["protocol"],
        is_reminder=one["sent_at"] is not None,
    )
    return outbound.Notice(
        one["address"], told.subject, told.body, language, unsubscribe=told.unsubscribe
    )


@lru_cache(maxsize=64)
def _content(version_id: int) -> dict[str, Any]:
    content: dict[str, Any] = Version.objects.get(pk=version_id).content or {}
    return content
