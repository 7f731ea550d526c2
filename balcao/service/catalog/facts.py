"""What a form knows of who fills it in: name, department, manager, whom they may name."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Hat
from balcao.core.errors import Invalid
from balcao.core.forms import Facts, Found, Kind, weekday_after
from balcao.core.sql import row, rows
from balcao.register.access.audiences import contains, today
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.people.models import Handle
from balcao.register.people.queries import manager_of
from balcao.register.people.rules import INTERNAL_KINDS
from balcao.service.assets import scope as assets
from balcao.service.inboxes.models import Audience

from .models import Item

_TODAY = "r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)"
_WORKS = f"""EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id
    AND r.kind = ANY(%(kinds)s) AND {_TODAY})"""
_REQUESTER = f"""
SELECT coalesce(nullif(p.preferred_name, ''), p.name) AS name,
    (SELECT o.name FROM people_relationship r JOIN people_organization o ON o.id = r.organization_id
     WHERE r.person_id = p.id AND o.kind = 'department' AND {_TODAY}
     ORDER BY r.since_on DESC, r.id DESC LIMIT 1) AS department,
    (SELECT f.value FROM profile_fact f WHERE f.person_id = p.id AND f.name = 'region'
     AND f.superseded_at IS NULL) AS region
FROM people_person p WHERE p.id = %(person)s
"""
_NAME = (
    "SELECT coalesce(nullif(preferred_name, ''), name) AS name FROM people_person WHERE id = %(id)s"
)
_COLLEAGUE = f"""
SELECT p.id, coalesce(nullif(p.preferred_name, ''), p.name) AS name FROM people_person p
WHERE p.merged_into_id IS NULL AND {_WORKS} AND (p.id = %(id)s OR EXISTS (
    SELECT FROM people_handle h WHERE h.person_id = p.id AND h.channel = 'email'
    AND h.is_work AND h.value = %(address)s))
ORDER BY p.id LIMIT 1
"""


def facts_for(actor: Actor, handle: Handle | None) -> Facts:
    """The facts of a requester who speaks by this address; of nobody yet, the day alone."""
    return Facts(
        today=clock.today(),
        language=actor.language,
        requester=_requester(handle) if handle else {},
        business_day=_business_day,
        find=partial(_find, actor),
    )


def teams_for(actor: Actor) -> list[tuple[int, str]]:
    """The teams that somebody inside may name in a form, by their public names."""
    if not _is_inside(actor):
        return []
    found = rows(
        "SELECT id, public_name AS name FROM teams_team"
        " WHERE is_active AND NOT is_confidential ORDER BY 2, 1"
    )
    return [(team["id"], team["name"]) for team in found]


def may_ask_for_others(actor: Actor, *, is_inside: bool) -> bool:
    """Whether the actor may ask for a colleague: who works here, for what is asked of an area inside."""
    return is_inside and _is_inside(actor) and Hat.INTERNAL in actor.hats


def colleague_meant(actor: Actor, item: Item, told: str | int | None) -> Found | None:
    """The colleague for whom an item is asked, None for the asker; told by work address or by id.

    Nobody asks in another's name for what is not offered to that one. Invalid says why not.
    """
    if told is None or told == "":
        return None
    is_inside = item.inbox.audience == Audience.INTERNAL
    if not may_ask_for_others(actor, is_inside=is_inside):
        raise _not_for(_("You can ask for this for yourself alone."))
    found = _colleague(told)
    if found is None:
        raise _not_for(_("Nobody who works here has this work e-mail."))
    if found.id == actor.person_id:
        return None
    offered = row(
        f"SELECT 1 AS yes FROM people_person p JOIN catalog_item i ON i.id = %(item)s"
        f" WHERE p.id = %(person)s AND {contains('i.audience')}",
        {**today(), "item": item.pk, "person": found.id},
    )
    if offered is None:
        raise _not_for(_("This is not offered to %(who)s.") % {"who": found.name})
    return found


def _not_for(words: str) -> Invalid:
    return Invalid(words, {"for_person": words})


def _requester(handle: Handle) -> dict[str, str]:
    told = row(_REQUESTER, {"person": handle.person_id, "today": clock.today()}) or {}
    manager_id = manager_of(SYSTEM, handle.person_id)
    manager = row(_NAME, {"id": manager_id}) if manager_id else None
    known = {**told, "mail": handle.value, "manager": manager and manager["name"]}
    return {name: value for name, value in known.items() if value}


def _business_day(days: int) -> date:
    """That many business days after today by the company's calendar; before it, weekdays alone."""
    found = calendar_for(SYSTEM) if days > 0 else None
    if found is not None:
        return calendars.business_day_after(calendar_of(SYSTEM, found), clock.today(), days)
    return weekday_after(clock.today(), days)


def _find(actor: Actor, kind: Kind, told: str | int) -> Found | None:
    if kind is Kind.PERSON and _is_inside(actor):
        return _colleague(told)
    if kind is Kind.TEAM:
        known = dict(teams_for(actor))
        return Found(told, known[told]) if isinstance(told, int) and told in known else None
    return _own_asset(actor, told) if kind is Kind.ASSET else None


def _own_asset(actor: Actor, told: str | int) -> Found | None:
    """One of the things that the asker uses, by the number on its label or by its id."""
    found = row(
        "SELECT a.id, a.number || ' · ' || a.name AS name FROM assets_asset a"
        f" WHERE {assets.OWNED} AND (a.id = %(id)s OR a.number = %(number)s)",
        {
            **assets.params(actor),
            "id": told if isinstance(told, int) else 0,
            "number": told.strip().upper() if isinstance(told, str) else "",
        },
    )
    return Found(found["id"], found["name"]) if found else None


def _is_inside(actor: Actor) -> bool:
    return actor.is_system or not actor.kinds.isdisjoint(map(str, INTERNAL_KINDS))


def _colleague(told: str | int) -> Found | None:
    found = row(
        _COLLEAGUE,
        {
            "id": told if isinstance(told, int) else 0,
            "address": told.strip().lower() if isinstance(told, str) else "",
            "kinds": [str(kind) for kind in INTERNAL_KINDS],
            "today": clock.today(),
        },
    )
    return Found(found["id"], found["name"]) if found else None
