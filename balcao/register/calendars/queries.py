from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold

from .rules import BusinessCalendar, read
from .standing import known_now

_KEPT = 64
_compiled: OrderedDict[str, BusinessCalendar] = OrderedDict()


def calendars(actor: Actor) -> list[Row]:
    """Every calendar by name, the default one first, with its definition and its organization, for administrators."""
    require(actor, Permission.ADMINISTER)
    found = rows(
        """
        SELECT c.id, c.name, c.definition, c.version, c.is_default, c.organization_id,
               c.moved_at, o.name AS organization
        FROM calendars_calendar c LEFT JOIN people_organization o ON o.id = c.organization_id
        """
    )
    return sorted(found, key=lambda told: (not told["is_default"], fold(told["name"])))


def calendar(actor: Actor, calendar_id: int) -> Row:
    """One calendar as in the list; NotFound when there is none."""
    found = next((told for told in calendars(actor) if told["id"] == calendar_id), None)
    if found is None:
        raise NotFound()
    return found


def calendar_of(actor: Actor, calendar_id: int) -> BusinessCalendar:
    """The calendar ready for arithmetic; compiled once as long as its definition stays."""
    return calendars_of(actor, [calendar_id])[calendar_id]


def calendars_of(actor: Actor, calendar_ids: Iterable[int]) -> Mapping[int, BusinessCalendar]:
    """Several of them by id, in one statement; NotFound when one is missing."""
    require(actor, Permission.ADMINISTER)
    wanted, known = set(calendar_ids), known_now()
    if known is None:
        return _read(wanted)
    if missing := wanted - known.keys():
        known.update(_read(missing))
    return {one: known[one] for one in wanted}


def _read(wanted: set[int]) -> dict[int, BusinessCalendar]:
    found = rows(
        "SELECT id, md5(definition::text) AS digest FROM calendars_calendar"
        " WHERE id = ANY(%(ids)s)",
        {"ids": sorted(wanted)},
    )
    if len(found) != len(wanted):
        raise NotFound()
    return {told["id"]: _ready(told["id"], told["digest"]) for told in found}


def calendar_for(actor: Actor, organization_id: int | None = None) -> int | None:
    """The id of an organization's own calendar, else of the default one, else None."""
    require(actor, Permission.ADMINISTER)
    found = row(
        """
        SELECT id FROM calendars_calendar
        WHERE is_default OR organization_id = %(organization)s
        ORDER BY organization_id = %(organization)s DESC NULLS LAST LIMIT 1
        """,
        {"organization": organization_id},
    )
    return found["id"] if found else None


def _ready(calendar_id: int, digest: str) -> BusinessCalendar:
    # By what it says and not by its version: a version that was rolled back comes again.
    found = _compiled.get(digest)
    if found is None:
        told = row(
            "SELECT definition, md5(definition::text) AS digest FROM calendars_calendar"
            " WHERE id = %(id)s",
            {"id": calendar_id},
        )
        if told is None:
            raise NotFound()
        found = _compiled[told["digest"]] = read(told["definition"])
        while len(_compiled) > _KEPT:
            _compiled.popitem(last=False)
    return found
