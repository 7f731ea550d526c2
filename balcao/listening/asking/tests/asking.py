"""Surveys, occasions and people as tests need them, made through the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balcao.core.actor import SYSTEM
from balcao.listening.asking import actions
from balcao.listening.asking.models import Invited, Occasion
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from balcao.register.calendars.actions import add_calendar
from balcao.register.calendars.models import Calendar
from balcao.register.people import actions as people
from balcao.register.people.models import Person

SHOP = {
    "name": "Loja",
    "zone": "America/Sao_Paulo",
    "weekly": {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": {"country": "BR", "state": "SP"},
}


def here(text: str) -> datetime:
    """An instant of the wall clock in São Paulo."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Sao_Paulo"))


def shop() -> Calendar:
    """The default calendar: weekdays from 8 to 18, no holidays."""
    return add_calendar(SYSTEM, SHOP)


def survey(side: str = "external", *items: str, **told: Any) -> Survey:
    """A survey that is live; identified unless told otherwise."""
    told = {"name": "Como foi", "purpose": "custom", "is_anonymous": False, **told}
    added = surveys.add_survey(SYSTEM, side=side, **told)
    for key in items or ("nps",):
        surveys.take_item(SYSTEM, added.pk, key)
    surveys.publish(SYSTEM, added.pk)
    added.refresh_from_db()
    return added


def occasion(asked: Survey, when: str, **told: Any) -> Occasion:
    """An occasion of this survey, set up by the desk itself."""
    return actions.set_occasion(SYSTEM, asked.pk, actions.Terms(when, **told))


def crew(count: int, kind: str = "employee", first: int = 0) -> list[Person]:
    """So many people with a work (or private) address and a tie to the company."""
    found = []
    for number in range(first, first + count):
        is_work = kind != "customer"
        person = people.register_person(
            SYSTEM,
            f"Pessoa {number}",
            email=f"p{number}@{kind}.example",
            is_work=is_work,
            is_verified=True,
        )
        people.begin_relationship(SYSTEM, person.pk, kind)
        found.append(person)
    return found


def standing() -> list[Invited]:
    """Invitations that were not withdrawn, in order."""
    return list(Invited.objects.filter(withdrawn_at=None).order_by("pk"))
