"""Between the form of an occasion and the terms that are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from balcao.core.actor import Actor, Permission
from balcao.core.sql import Row
from balcao.listening.asking.actions import Terms
from balcao.register.people.rules import kinds_of

from ..components.words import PERSON
from .telling import KINDS, WHEN, Names, share

SHARES = ("1", "0.5", "0.3333", "0.25", "0.2", "0.1", "0.05")
_SIDE = {"delivered": "external", "hired": "internal"}
_IDS = ("teams", "departments")
_NO_NUMBER = -1


def whens(actor: Actor, survey: Row) -> list[str]:
    """The sorts of occasion this asker may set up for this survey.

    Who asks for some teams only may say whom, where teams say it.
    """
    if actor.may(Permission.ASK):
        return [when for when in WHEN if _SIDE.get(when, survey["side"]) == survey["side"]]
    if not actor.teams_where(Permission.ASK):
        return []
    return ["resolved", "calendar", "sample"] if survey["side"] == "internal" else ["resolved"]


def beginning(when: str) -> dict[str, Any]:
    """What a new occasion of this sort starts from."""
    return {
        "id": None,
        "when": when,
        "delay_days": {"hired": 30}.get(when, 1),
        "conditions": {},
        "share": Decimal(1),
        "rhythm": {"every": "month", "weekday": 0, "hour": 9} if when == "calendar" else None,
        "quarantine_days": 20 if when == "calendar" else 30,
        "remind_after_days": [3],
        "open_days": 14,
    }


def read(form: QueryDict, when: str) -> Terms:
    """The terms a form says; what is no number is one that is refused in words."""
    conditions = {name: _values(form, name) for name in ("teams", "kinds", *_PEOPLE)}
    return Terms(
        when,
        delay_days=_whole(form, "delay_days") if when in ("resolved", "delivered", "hired") else 0,
        conditions={name: values for name, values in conditions.items() if values},
        share=_share(form.get("share", "")),
        rhythm=_rhythm(form) if when == "calendar" else None,
        quarantine_days=_whole(form, "quarantine_days"),
        remind_after_days=_days(form.get("remind_after_days", "")),
        open_days=_whole(form, "open_days"),
    )


def terms_of(occasion: Mapping[str, Any]) -> Terms:
    """The terms of an occasion as it stands."""
    names = Terms.__dataclass_fields__
    return Terms(**{name: occasion[name] for name in names})


def shown(terms: Terms) -> dict[str, Any]:
    """Terms as the form and the words read them."""
    return {name: getattr(terms, name) for name in Terms.__dataclass_fields__}


def choices(
    actor: Actor, survey: Row, occasion: Mapping[str, Any], known: Names
) -> dict[str, list[tuple[Any, str]]]:
    """What may be ticked for each condition of this sort of occasion, what is kept included."""
    when, inside = occasion["when"], survey["side"] == "internal"
    offered: dict[str, list[tuple[Any, str]]] = {}
    if when == "resolved" or (inside and when in ("calendar", "sample")):
        offered["teams"] = [
            (team, name) for team, name in known.teams.items() if actor.may(Permission.ASK, team)
        ]
    if when == "resolved":
        offered["kinds"] = [(str(kind), str(label)) for kind, label in KINDS.items()]
    if inside:
        kinds = [str(kind) for kind in kinds_of(["internal"])]
        offered["relationships"] = [(kind, str(PERSON[kind])) for kind in kinds]
        offered["departments"] = list(known.departments.items())
    for name, values in occasion["conditions"].items():
        there = {str(value) for value, _label in offered.get(name, ())}
        more = [value for value in values if str(value) not in there]
        if more and name != "sides":
            named = zip(more, known.of(name, more), strict=True)
            offered[name] = [*offered.get(name, ()), *named]
    return {name: told for name, told in offered.items() if told}


def shares(kept: Decimal) -> list[tuple[str, str]]:
    """The shares to choose from, with the one that is kept."""
    found = [(told, share(Decimal(told))) for told in SHARES]
    if not any(Decimal(told) == kept for told in SHARES) and 0 < kept <= 1:
        found.append((str(kept.normalize()), share(kept)))
    return found


_PEOPLE = ("relationships", "departments")


def _values(form: QueryDict, name: str) -> list[Any]:
    told = form.getlist(name)
    return [_id(value) for value in told] if name in _IDS else told


def _id(value: str) -> int | str:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else value


def _whole(form: QueryDict, name: str) -> int:
    return _number(form.get(name, ""))


def _number(value: str) -> int:
    told = value.strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 5 else _NO_NUMBER


def _share(told: str) -> Decimal:
    try:
        found = Decimal(told)
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def _days(told: str) -> list[int]:
    return [_number(part) for part in re.split(r"[\s,;e&]+", told.strip().lower()) if part]


def _rhythm(form: QueryDict) -> dict[str, Any]:
    every = form.get("every", "")
    return {"every": every, "weekday": _whole(form, "weekday"), "hour": _whole(form, "hour")}
