"""Readers are mailed in waves: batch by batch in order of their ids, each within their own hours.

Mail goes to work addresses of those inside. Customers find announcements in the portal and in
their feed: writing to them unasked would take a way to refuse it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.sql import Row, rows, run
from balcao.events.live import tell
from balcao.register.access import audiences
from balcao.service.delivery import outbound
from balcao.service.notifications.rules import after_quiet
from balcao.service.notifications.telling import hours

from . import rules, scope
from .models import Announcement, Edition, Wave

AT_A_TIME = 500
# Of everybody those inside; of customers nobody.
_INNER = {"public": "internal", "customer": ""}
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")

# Whoever may still be told: in the audience now, by an address of work, and not told already.
_TELLABLE = f"""
JOIN announcements_announcement a ON a.id = %(announcement)s
LEFT JOIN notifications_rest r ON r.person_id = p.id
LEFT JOIN LATERAL (
    SELECT h.value FROM people_handle h WHERE h.person_id = p.id AND h.channel = 'email'
        AND h.is_work AND h.verified_at IS NOT NULL
    ORDER BY h.is_primary DESC, h.id LIMIT 1) address ON true
WHERE p.merged_into_id IS NULL AND {audiences.contains("%(inner)s::text[]")}
    AND NOT CASE WHEN a.needs_confirmation THEN {scope.IS_CONFIRMED.format(person="p.id")}
        ELSE {scope.IS_READ.format(person="p.id")} END
"""
_COLUMNS = """p.id, p.zone, p.language, address.value AS address, r.quiet_from, r.quiet_until,
    r.is_quiet_at_weekends, r.digest_at,
    EXISTS (SELECT FROM access_opensession o WHERE o.person_id = p.id) AS is_there"""
_NEXT = f"""
SELECT {_COLUMNS} FROM people_person p {_TELLABLE} AND p.id > %(after)s
ORDER BY p.id LIMIT %(limit)s
"""
_THESE = f"SELECT {_COLUMNS} FROM people_person p {_TELLABLE} AND p.id = ANY(%(people)s)"
_HOLD = """
INSERT INTO announcements_held (wave_id, person_id, due_at)
SELECT %(wave)s, told.person, told.due FROM unnest(%(people)s::bigint[], %(due)s::timestamptz[])
    AS told (person, due)
ON CONFLICT DO NOTHING
"""
_TAKE = """
DELETE FROM announcements_held WHERE id IN (
    SELECT h.id FROM announcements_held h WHERE h.wave_id = (
        SELECT n.wave_id FROM announcements_held n WHERE n.due_at <= %(now)s
        ORDER BY n.due_at LIMIT 1)
    AND h.due_at <= %(now)s ORDER BY h.id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING wave_id, person_id
"""


def walk_all() -> int:
    """Mail everybody whose turn has come; how many mails."""
    mailed = 0
    while (told := walk_once()) is not None:
        mailed += told
    while (told := mail_held()) is not None:
        mailed += told
    return mailed


@transaction.atomic
def walk_once() -> int | None:
    """Go one batch further in the wave that waits longest: how many were mailed, None without one."""
    wave = (
        Wave.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(ended_at=None, starts_at__lte=clock.now())
        .select_related("announcement")
        .order_by("starts_at", "pk")
        .first()
    )
    if wave is None:
        return None
    found = _people(wave, _NEXT, after=wave.after_id, limit=AT_A_TIME)
    mailed = _tell(wave, found)
    if found:
        wave.after_id = found[-1]["id"]
    if len(found) < AT_A_TIME:
        wave.ended_at = clock.now()
    wave.mailed += mailed
    wave.save(update_fields=["after_id", "ended_at", "mailed"])
    return mailed


@transaction.atomic
def mail_held() -> int | None:
    """Mail one batch of those whose quiet hours are over; None when nobody waits."""
    taken = rows(_TAKE, {"now": clock.now(), "limit": AT_A_TIME})
    if not taken:
        return None
    wave = Wave.objects.select_for_update(of=("self",)).select_related("announcement")
    found = wave.get(pk=taken[0]["wave_id"])
    people = [line["person_id"] for line in taken]
    mailed = _tell(found, _people(found, _THESE, people=people))
    found.mailed += mailed
    found.save(update_fields=["mailed"])
    return mailed


def _people(wave: Wave, statement: str, **told: Any) -> list[Row]:
    """People of the audience who may still be told; nobody once the announcement is over."""
    announcement = wave.announcement
    if not is_standing(announcement) or is_outdone(wave):
        return []
    inner = [_INNER.get(word, word) for word in announcement.audience]
    params = {"announcement": announcement.pk, "inner": inner, **audiences.today(), **told}
    return rows(statement, params)


def is_standing(announcement: Announcement) -> bool:
    """True while an announcement is read."""
    is_over = announcement.expires_at is not None and announcement.expires_at <= clock.now()
    return announcement.state == rules.State.PUBLISHED and not is_over


def is_outdone(wave: Wave) -> bool:
    """True when a later wave tells the same people: who was down for a week tells them once."""
    return Wave.objects.filter(
        announcement=wave.announcement_id,
        starts_at__gt=wave.starts_at,
        starts_at__lte=clock.now(),
    ).exists()


def _tell(wave: Wave, people: list[Row]) -> int:
    """Mail those who are not in their quiet hours now, hold the others' mail; how many were mailed."""
    tell(*(f"person:{one['id']}" for one in people if one["is_there"]))
    now = clock.now()
    reachable = [one for one in people if one["address"]]
    due = {one["id"]: after_quiet(now, hours(one)) for one in reachable}
    ready = [one for one in reachable if due[one["id"]] <= now]
    _hold(wave, {person: at for person, at in due.items() if at > now})
    if ready:
        outbound.notices(_letters(wave, ready))
    return len(ready)


def _hold(wave: Wave, due: dict[int, datetime]) -> None:
    if due:
        told = {"wave": wave.pk, "people": list(due), "due": list(due.values())}
        run(_HOLD, told)


def _letters(wave: Wave, people: list[Row]) -> list[outbound.Notice]:
    """A mail for each, worded once a language."""
    known: dict[str, tuple[str, str]] = {}
    letters = []
    for one in people:
        language = one["language"] or settings.LANGUAGE_CODE
        if language not in known:
            known[language] = _letter(wave, language)
        letters.append(outbound.Notice(one["address"], *known[language], language))
    return letters


def _letter(wave: Wave, language: str) -> tuple[str, str]:
    announcement = wave.announcement
    edition = Edition.objects.get(announcement=announcement, number=announcement.edition)
    address = f"{settings.BASE_URL}/comunicados/{announcement.pk}/"
    with translation.override(language):
        title = _title(announcement, edition, language)
        subject = {
            rules.Mailing.FIRST: _("Announcement: %(title)s"),
            rules.Mailing.CHANGED: _("Changed announcement: %(title)s"),
            rules.Mailing.REMINDER: _("Waiting for your confirmation: %(title)s"),
        }[rules.Mailing(wave.kind)] % {"title": title}
        body = [f"**{_plain(title)}**"]
        if announcement.needs_confirmation:
            body.append(_("Read it and confirm it there: %(address)s") % {"address": address})
        else:
            body.append(_("Read it there: %(address)s") % {"address": address})
        return subject, "\n\n".join(body)


def _title(announcement: Announcement, edition: Edition, language: str) -> str:
    """The title; a confidential team's stays on the page: mailboxes are read over shoulders."""
    if announcement.team is not None and announcement.team.is_confidential:
        return _("one for you")
    return rules.said(edition.titles, language)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
