from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import row, run
from balcao.events.actions import publish
from balcao.events.deadlines import present
from balcao.service.tickets.actions.shared import handling

from .. import rules
from ..events import TimeCorrected
from ..models import Correction, TimeEntry

_HELD = "SELECT last_at FROM agenda_watch WHERE person_id = %(me)s FOR UPDATE"

_KEEP = """
INSERT INTO agenda_watch (person_id, last_at) VALUES (%(me)s, %(until)s)
ON CONFLICT (person_id) DO UPDATE SET last_at = greatest(agenda_watch.last_at, excluded.last_at)
"""

_ADD = """
INSERT INTO agenda_timeentry AS e (ticket_id, person_id, "on", counted_seconds, adjusted_seconds)
VALUES (%(ticket)s, %(me)s, %(on)s, %(seconds)s, 0)
ON CONFLICT (ticket_id, person_id, "on")
DO UPDATE SET counted_seconds = e.counted_seconds + excluded.counted_seconds
"""


@transaction.atomic
def count(
    actor: Actor, ticket_id: int, *, begins: bool = False, now: datetime | None = None
) -> int:
    """A sign that the actor works on this ticket just now; how many seconds it counted.

    The caller has seen that they handle it. How long is the desk's to say, by the database's clock
    and one watch a person: signs of several windows share the time that passed.
    """
    instant = now or present()
    held = row(_HELD, {"me": actor.me})
    seconds, until = rules.counted(held["last_at"] if held else None, instant, begins=begins)
    run(_KEEP, {"me": actor.me, "until": until})
    if seconds:
        on = instant.astimezone(get_default_timezone()).date()
        run(_ADD, {"ticket": ticket_id, "me": actor.me, "on": on, "seconds": seconds})
    return seconds


@transaction.atomic
def correct(
    actor: Actor,
    ticket_id: int,
    on: date,
    seconds: int,
    reason: str,
    *,
    person_id: int | None = None,
) -> TimeEntry:
    """Say how long somebody really worked on a ticket that day, and why the desk saw it otherwise.

    One's own time, or what a supervisor's team worked on its tickets. The automatic figure stays
    beside it, and nobody works longer in a day than has passed of it.
    """
    whose = actor.me if person_id is None else person_id
    is_own = whose == actor.me
    handling(actor, ticket_id, Permission.READ_TICKET if is_own else Permission.SUPERVISE)
    told = text.one_line(reason).strip()[: rules.REASON_MAX]
    if not told:
        raise Invalid(_("Say why."), {"reason": _("Say why.")})
    begins_at, ends_at = day_of(on), day_of(on + timedelta(days=1))
    now = clock.now()
    if seconds < 0 or not now - rules.FURTHEST < begins_at <= now:
        raise Invalid(_("Choose a day of the last year, and no time below zero."))
    entry = _entry(ticket_id, whose, on, may_begin=is_own)
    if _elsewhere(entry) + seconds > rules.most_of_day(begins_at, ends_at, now):
        refusal = _("With this, more time would be worked that day than has passed of it.")
        raise Invalid(refusal, {"minutes": refusal})
    before = entry.counted_seconds + entry.adjusted_seconds
    entry.adjusted_seconds = seconds - entry.counted_seconds
    entry.save(update_fields=["adjusted_seconds"])
    Correction.objects.create(
        entry=entry,
        person_id=actor.me,
        at=now,
        before_seconds=before,
        after_seconds=seconds,
        reason=told,
    )
    publish(actor, TimeCorrected(ticket_id, entry.pk, whose, before, seconds))
    return entry


def day_of(on: date) -> datetime:
    """When this day begins in the company's zone."""
    return datetime.combine(on, time(), get_default_timezone())


def _entry(ticket_id: int, person_id: int, on: date, *, may_begin: bool) -> TimeEntry:
    """The day's entry, locked; NotFound where the desk saw nothing and none may be begun."""
    which: dict[str, Any] = {"ticket_id": ticket_id, "person_id": person_id, "on": on}
    if may_begin:
        TimeEntry.objects.get_or_create(**which)
    found = TimeEntry.objects.select_for_update().filter(**which).first()
    if found is None:
        raise NotFound()
    return found


def _elsewhere(entry: TimeEntry) -> int:
    """Seconds of the same person and day on other tickets."""
    found = row(
        "SELECT coalesce(sum(counted_seconds + adjusted_seconds), 0)::bigint AS seconds"
        ' FROM agenda_timeentry WHERE person_id = %(person)s AND "on" = %(on)s AND id <> %(id)s',
        {"person": entry.person_id, "on": entry.on, "id": entry.pk},
    )
    assert found is not None
    return int(found["seconds"])
