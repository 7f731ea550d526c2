"""Openings that moved though nobody changed a calendar: with a newer library of holidays, or of clocks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Refusal
from balcao.events.actions import publish

from .events import OpeningsMoved
from .models import Calendar
from .rules import openings_digest, read

RECENTLY = timedelta(days=30)
_FIELDS = ["seen_from", "seen_version", "seen_digest", "moved_at"]


@transaction.atomic
def look_at_openings() -> list[str]:
    """Note what each calendar's next 400 days come to; the names of those that moved since noted.

    That is published, so that what falls due by them is worked out again. A calendar whose
    definition was changed meanwhile, or that can't be read any more, is not told.
    """
    moved = []
    for calendar in Calendar.objects.select_for_update().order_by("pk"):
        try:
            has_moved = _has_moved(calendar)
            digest = openings_digest(read(calendar.definition), clock.today())
        except Refusal:
            continue
        if has_moved:
            moved.append(calendar.name)
            calendar.moved_at = clock.now()
            publish(SYSTEM, OpeningsMoved(calendar.pk))
        if has_moved or (calendar.seen_digest, calendar.seen_from) != (digest, clock.today()):
            calendar.seen_from, calendar.seen_version = clock.today(), calendar.version
            calendar.seen_digest = digest
            calendar.save(update_fields=_FIELDS)
    return moved


def unseen() -> list[str]:
    """The names of calendars that moved and were not looked at yet, or can't be read any more."""
    found = []
    for calendar in Calendar.objects.order_by("pk"):
        try:
            if _has_moved(calendar):
                found.append(calendar.name)
        except Refusal:
            found.append(calendar.name)
    return found


def moved() -> list[tuple[str, datetime]]:
    """Calendars that were found to have moved within thirty days, and when."""
    since = clock.now() - RECENTLY
    found = Calendar.objects.filter(moved_at__gte=since).order_by("pk")
    return [(one.name, one.moved_at) for one in found if one.moved_at is not None]


def _has_moved(calendar: Calendar) -> bool:
    """Whether the days noted come to something else now, though it says the same."""
    if calendar.seen_from is None or calendar.seen_version != calendar.version:
        return False
    return openings_digest(read(calendar.definition), calendar.seen_from) != calendar.seen_digest
