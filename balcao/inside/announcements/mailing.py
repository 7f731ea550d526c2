"""Readers are mailed in waves: batch by batch in order of their ids, each within their own hours.

A batch and how far the wave came are one transaction: whoever dies in between leaves neither, and
nobody is mailed twice. Before their batch nobody is written down.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.sql import Row, rows, run
from balcao.events.live import tell
from balcao.service.delivery import outbound
from balcao.service.notifications.rules import after_quiet
from balcao.service.notifications.telling import hours

from . import leaving, rules
from .models import Edition, Wave
from .pushing import push_later
from .recipients import following, these
from .scope import is_standing
from .titles import title_of

AT_A_TIME = 500
# Announcements never fill the way out: answers to clients would wait behind so many at most.
BACKLOG_MOST = 1000
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
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
    for step in (mail_held, walk_once):
        while _has_room() and (told := step()) is not None:
            mailed += told
    return mailed


def _has_room() -> bool:
    """True while few enough notices wait to be sent; else the next walk goes on."""
    return outbound.backlog(BACKLOG_MOST) < BACKLOG_MOST


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
    found = following(wave, AT_A_TIME) if _is_due(wave) else []
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
    mailed = _tell(found, these(found, people) if _is_due(found) else [])
    found.mailed += mailed
    found.save(update_fields=["mailed"])
    return mailed


def _is_due(wave: Wave) -> bool:
    """False once the announcement is over, or a later wave says the same."""
    return is_standing(wave.announcement) and not is_outdone(wave)


def is_outdone(wave: Wave) -> bool:
    """True when a later wave tells the same people: who was down for a week tells them once."""
    return Wave.objects.filter(
        announcement=wave.announcement_id,
        side=wave.side,
        starts_at__gt=wave.starts_at,
        starts_at__lte=clock.now(),
    ).exists()


def _tell(wave: Wave, people: list[Row]) -> int:
    """Mail those who are not in their quiet hours now, hold the others' mail; how many were mailed.

    Their browsers are told in the same hours.
    """
    tell(*(f"person:{one['id']}" for one in people if one["is_there"]))
    now = clock.now()
    reachable = [one for one in people if one["address"] or one["has_browser"]]
    due = {one["id"]: after_quiet(now, hours(one)) for one in reachable}
    ready = [one for one in reachable if due[one["id"]] <= now]
    _hold(wave, {person: at for person, at in due.items() if at > now})
    push_later(wave.announcement, [one["id"] for one in ready if one["has_browser"]])
    letters = _letters(wave, [one for one in ready if one["address"]])
    outbound.notices(letters)
    return len(letters)


def _hold(wave: Wave, due: dict[int, datetime]) -> None:
    if due:
        told = {"wave": wave.pk, "people": list(due), "due": list(due.values())}
        run(_HOLD, told)


def _letters(wave: Wave, people: list[Row]) -> list[outbound.Notice]:
    """A mail for each, worded once a language; a customer's with the way out."""
    known: dict[str, tuple[str, str]] = {}
    letters = []
    for one in people:
        language = one["language"] or settings.LANGUAGE_CODE
        if language not in known:
            known[language] = _letter(wave, language)
        subject, body = known[language]
        out = "" if one["is_inside"] else leaving.address(one["id"])
        if out:
            body += "\n\n" + _way_out(out, language)
        letters.append(outbound.Notice(one["address"], subject, body, language, out))
    return letters


def _way_out(address: str, language: str) -> str:
    with translation.override(language):
        return _("You no longer want news of us by mail? Say so here: %(address)s") % {
            "address": address
        }


def _letter(wave: Wave, language: str) -> tuple[str, str]:
    announcement = wave.announcement
    edition = Edition.objects.get(announcement=announcement, number=announcement.edition)
    address = f"{settings.BASE_URL}/comunicados/{announcement.pk}/"
    with translation.override(language):
        title = title_of(announcement, edition, language)
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


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
