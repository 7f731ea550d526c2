"""What a field says before anybody fills it in: a closed list of sources, worked out from facts.

{"from": "value", "value": …} · {"from": "requester", "what": "name"} · {"from": "today", "days": 3} ·
{"from": "business_day", "days": -2} · {"from": "field", "field": key} · {"from": "template", "text": …}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid
from balcao.core.text import clean

from .fields import LOOKED_UP, Field, Kind

REQUESTER = ("name", "mail", "department", "manager", "region")
MOST_DAYS = 730
MOST_TEXT = 500
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_WORDED = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL})


class Source(StrEnum):
    """Where a computed default comes from."""

    VALUE = "value"
    REQUESTER = "requester"
    TODAY = "today"
    BUSINESS_DAY = "business_day"
    FIELD = "field"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody or something a field may hold: its id, and its name for people."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a form needs to know of the moment: the day, who asks, and whom a name or number means.

    `requester` holds texts by the words of `REQUESTER`. `business_day` gives the day so many
    business days from today; `find` whom or what a field of a kind means by what was typed, an id
    or an address, or None where the requester may not name it.
    """

    today: date
    language: str = "pt-br"
    requester: Mapping[str, str] = field(default_factory=dict)
    business_day: Callable[[int], date] | None = None
    find: Callable[[Kind, str | int], Found | None] | None = None

    def after(self, days: int) -> date:
        """The day so many business days from today; weekdays alone where no calendar is at hand."""
        if self.business_day is not None:
            return self.business_day(days)
        return weekday_after(self.today, days)


def weekday_after(day: date, days: int) -> date:
    """The day so many weekdays later, or earlier."""
    step, left = (1 if days >= 0 else -1), abs(days)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < 5
    return day


def named_in_default(default: Mapping[str, Any] | None) -> list[str]:
    """The keys of the fields a default is made of."""
    if not default:
        return []
    if default["from"] == Source.FIELD:
        return [default["field"]]
    if default["from"] == Source.TEMPLATE:
        return [key for key in _PLACE.findall(default["text"]) if key not in REQUESTER]
    return []


def default_of(
    field: Field, facts: Facts, values: Mapping[str, Any], say: Callable[[str], str]
) -> Any:
    """What this field says by itself, as it would be typed; None for nothing.

    `values` are clean; `say` puts the value of a field into words.
    """
    told = field.default
    if not told:
        return None
    match told["from"]:
        case Source.VALUE:
            return told["value"]
        case Source.REQUESTER:
            return facts.requester.get(told["what"]) or None
        case Source.TODAY:
            return (facts.today + timedelta(days=told["days"])).isoformat()
        case Source.BUSINESS_DAY:
            return facts.after(told["days"]).isoformat()
        case Source.FIELD:
            value = values.get(told["field"])
            return say(told["field"]) if field.kind in _WORDED else value
        case _:
            return _PLACE.sub(lambda found: _told(found[1], facts, say), told["text"]).strip()


def read_default(told: object, field: Field, by_key: Mapping[str, Field]) -> dict[str, Any] | None:
    """A default of this field as it is kept, None for none. Invalid says what is wrong."""
    if not told:
        return None
    if not isinstance(told, Mapping) or told.get("from") not in set(Source):
        raise Invalid(_("This is no default."))
    if field.kind is Kind.FILE:
        raise Invalid(_("Files have no default."))
    source = Source(told["from"])
    name = _PART[source]
    if set(told) != {"from", name}:
        raise Invalid(_("This is no default."))
    _require_fitting(source, told[name], field, by_key)
    value = clean(told[name]).strip() if isinstance(told[name], str) else told[name]
    return {"from": str(source), name: value}


_PART: Mapping[Source, str] = {
    Source.VALUE: "value",
    Source.REQUESTER: "what",
    Source.TODAY: "days",
    Source.BUSINESS_DAY: "days",
    Source.FIELD: "field",
    Source.TEMPLATE: "text",
}


def _require_fitting(source: Source, part: Any, field: Field, by_key: Mapping[str, Field]) -> None:
    fits, other = True, by_key.get(part) if isinstance(part, str) else None
    match source:
        case Source.VALUE:
            fits = isinstance(part, (str, int, float, list)) and len(str(part)) <= MOST_TEXT
            fits = fits and field.kind not in {Kind.DATE, *LOOKED_UP}
        case Source.REQUESTER:
            fits = part in REQUESTER and field.kind in _WORDED
            fits = fits or (part == "mail" and field.kind is Kind.PERSON)
        case Source.TODAY | Source.BUSINESS_DAY:
            fits = type(part) is int and abs(part) <= MOST_DAYS and field.kind is Kind.DATE
        case Source.FIELD:
            fits = other is not None and (other.kind is field.kind or field.kind in _WORDED)
            fits = fits and other is not None and other.kind is not Kind.FILE
        case Source.TEMPLATE:
            fits = isinstance(part, str) and 0 < len(part.strip()) <= MOST_TEXT
            fits = fits and field.kind in _WORDED
    if not fits:
        raise Invalid(_("The default does not fit “%(label)s”.") % {"label": field.label("pt-br")})
    for key in named_in_default({"from": str(source), _PART[source]: part}):
        if key not in by_key:
            raise Invalid(
                _("The default speaks of a field that is not there: %(key)s.") % {"key": key[:40]}
            )


def _told(key: str, facts: Facts, say: Callable[[str], str]) -> str:
    return facts.requester.get(key, "") if key in REQUESTER else say(key)
