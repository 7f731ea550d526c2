"""A day agreed for one ticket: due as the company closes on it, with the ladder every promise has."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import Row
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import BusinessCalendar, BusinessDays
from balcao.register.people.models import Side
from balcao.service.tickets.actions import set_due
from balcao.service.tickets.actions.shared import locked, wake

from .. import clocks, ending, rules, starting
from ..models import Policy
from ..rules import Agreement, Promised, Target
from ..waking import expect

MOST_DAYS = 2000
_IN_ITS_PLACE = (Promised.RESOLUTION, Promised.DAY)


@transaction.atomic
def agree_on_day(actor: Actor, ticket_id: int, on: date) -> datetime | None:
    """Let a ticket be due as the company closes on this day, in place of a promised resolution; when.

    For the desk itself. A day that is over is as good as the next business day: nobody is late from
    the first minute on. None, and nothing agreed, where the company has no calendar.
    """
    if not actor.is_system:
        raise Forbidden()
    ticket, known = locked(actor, ticket_id), calendar_for(SYSTEM)
    if known is None:
        return None
    ending.end(actor, ticket_id, _IN_ITS_PLACE, [])
    target = _target(calendar_of(SYSTEM, known), clock.now(), on)
    policy = _policy(ticket.side, known)
    days = target.days if isinstance(target, BusinessDays) else None
    seconds = int(target.total_seconds()) if isinstance(target, timedelta) else None
    terms = {"target_seconds": seconds, "target_days": days, "calendar_id": known}
    told: Row = {"id": policy.pk, "promise": Promised.DAY, "pauses_on": [], **terms}
    begun = starting.new(ticket_id, told, clock.now())
    starting.write([(begun, rules.Chosen(policy.pk, (), ()))])
    set_due(SYSTEM, {ticket_id: clocks.due_of(clocks.ticking(ticket_id), ticket_id)})
    expect([begun.next_at])
    wake(ticket)
    return begun.due_at


def _target(calendar: BusinessCalendar, now: datetime, on: date) -> Target:
    """The open time that is left today, or the business days until the day; one at least."""
    today = now.astimezone(calendar.zone).date()
    if on == today and calendar.openings_of(today):
        midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), calendar.zone)
        left = calendars.worked(calendar, now, midnight)
        if left >= timedelta(seconds=1):
            return timedelta(seconds=int(left.total_seconds()))
    days, last = 0, min(on, today + timedelta(days=MOST_DAYS))
    day = calendars.business_day_after(calendar, today, 1)
    while day <= last:
        days, day = days + 1, calendars.business_day_after(calendar, day, 1)
    return BusinessDays(max(days, 1))


def _policy(side: str, calendar_id: int) -> Policy:
    """What carries agreed days of this side: out of use, so that no ticket comes under it by itself."""
    policy, _made = Policy.objects.get_or_create(
        promise=Promised.DAY,
        side=side,
        defaults={
            "name": _("Agreed day, inside") if side == Side.INTERNAL else _("Agreed day, outside"),
            "agreement": Agreement.OLA if side == Side.INTERNAL else Agreement.SLA,
            "target_days": 1,
            "calendar_id": calendar_id,
            "is_active": False,
        },
    )
    return policy
