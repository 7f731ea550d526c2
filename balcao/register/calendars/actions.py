"""Verbs that write business calendars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.people.models import Organization

from .events import (
    CalendarAdded,
    CalendarChanged,
    CalendarGivenTo,
    CalendarRemoved,
    DefaultCalendarChosen,
)
from .models import Calendar
from .rules import Imported, read, read_icalendar, with_holidays


@transaction.atomic
def add_calendar(actor: Actor, definition: Mapping[str, Any]) -> Calendar:
    """A new calendar; the first one is the default. WrongCalendar, or Conflict of names."""
    require(actor, Permission.ADMINISTER)
    name = read(definition).name
    _refuse_taken(name, None)
    is_first = not Calendar.objects.exists()
    added = Calendar.objects.create(name=name, definition=dict(definition), is_default=is_first)
    publish(actor, CalendarAdded(added.pk))
    return added


@transaction.atomic
def change_calendar(
    actor: Actor, calendar_id: int, definition: Mapping[str, Any], *, seen: int | None = None
) -> Calendar:
    """Another definition for a calendar; nothing happens when it says the same.

    Conflict when it is no longer at the version `seen`, or the name is taken.
    """
    require(actor, Permission.ADMINISTER)
    calendar = _locked(calendar_id)
    if seen is not None and calendar.version != seen:
        raise Conflict()
    name = read(definition).name
    if dict(definition) == calendar.definition:
        return calendar
    _refuse_taken(name, calendar_id)
    calendar.name, calendar.definition = name, dict(definition)
    calendar.version += 1
    calendar.save(update_fields=["name", "definition", "version"])
    publish(actor, CalendarChanged(calendar.pk, calendar.version))
    return calendar


@transaction.atomic
def import_holidays(actor: Actor, calendar_id: int, content: bytes) -> Imported:
    """Close on the whole-day events of an iCalendar file. WrongFile when it holds none."""
    require(actor, Permission.ADMINISTER)
    calendar = _locked(calendar_id)
    found = read_icalendar(content, clock.today())
    change_calendar(actor, calendar_id, with_holidays(calendar.definition, found.days))
    return found


@transaction.atomic
def make_default(actor: Actor, calendar_id: int) -> Calendar:
    """The calendar for whoever has none of their own."""
    require(actor, Permission.ADMINISTER)
    calendar = _locked(calendar_id)
    if not calendar.is_default:
        Calendar.objects.filter(is_default=True).update(is_default=False)
        calendar.is_default = True
        calendar.save(update_fields=["is_default"])
        publish(actor, DefaultCalendarChosen(calendar.pk))
    return calendar


@transaction.atomic
def give_to(actor: Actor, calendar_id: int, organization_id: int | None) -> Calendar:
    """Make it the own calendar of a branch, company or department, or of none."""
    require(actor, Permission.ADMINISTER)
    calendar = _locked(calendar_id)
    if organization_id == calendar.organization_id:
        return calendar
    if organization_id is not None:
        if not Organization.objects.filter(pk=organization_id).exists():
            raise NotFound()
        if Calendar.objects.filter(organization_id=organization_id).exists():
            raise Conflict(_("This organization has another calendar already."))
    calendar.organization_id = organization_id
    calendar.save(update_fields=["organization"])
    publish(actor, CalendarGivenTo(calendar.pk, organization_id))
    return calendar


@transaction.atomic
def remove_calendar(actor: Actor, calendar_id: int) -> None:
    """Remove one that nothing is measured by; neither the default one."""
    require(actor, Permission.ADMINISTER)
    calendar = _locked(calendar_id)
    if calendar.is_default:
        raise Invalid(_("This is the default calendar. Choose another one first."))
    try:
        calendar.delete()
    except ProtectedError:
        raise Conflict(_("Promises are measured by this calendar, so it stays.")) from None
    publish(actor, CalendarRemoved(calendar_id))


def _locked(calendar_id: int) -> Calendar:
    found = Calendar.objects.select_for_update().filter(pk=calendar_id).first()
    if found is None:
        raise NotFound()
    return found


def _refuse_taken(name: str, own: int | None) -> None:
    others = Calendar.objects.filter(name=name)
    if own is not None:
        others = others.exclude(pk=own)
    if others.exists():
        raise Conflict(_("There is a calendar of this name already."))
