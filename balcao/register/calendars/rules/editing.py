"""A changed definition from a definition; the given one stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Definition = dict[str, Any]


def with_holidays(definition: Mapping[str, Any], days: Mapping[str, str]) -> Definition:
    """With these days closed, `YYYY-MM-DD` or `MM-DD` for every year, each under its name."""
    changed, told = _opened(definition)
    own = {_text(entry): entry for entry in told["add"]}
    for day, name in days.items():
        own[day] = {"date": day, "name": name} if name else day
    told["add"] = [own[day] for day in sorted(own)]
    told["remove"] = [day for day in told["remove"] if day not in days]
    return changed


def without_own_holiday(definition: Mapping[str, Any], day: str) -> Definition:
    """Without that own day; a holiday by law on it stays one."""
    changed, told = _opened(definition)
    told["add"] = [entry for entry in told["add"] if _text(entry) != day]
    return changed


def open_on_holiday(definition: Mapping[str, Any], day: str) -> Definition:
    """With that holiday not kept, whether by law or own."""
    changed, told = _opened(without_own_holiday(definition, day))
    told["remove"] = sorted({*told["remove"], day})
    return changed


def keeping_holiday(definition: Mapping[str, Any], day: str) -> Definition:
    """With that holiday kept again."""
    changed, told = _opened(definition)
    told["remove"] = [removed for removed in told["remove"] if removed != day]
    return changed


def with_exception(
    definition: Mapping[str, Any], day: str, openings: list[list[str]] | None
) -> Definition:
    """With these openings on that day alone; None takes the exceptional day out again."""
    changed = dict(definition)
    exceptions = dict(definition.get("exceptions") or {})
    if openings is None:
        exceptions.pop(day, None)
    else:
        exceptions[day] = openings
    changed["exceptions"] = {told: exceptions[told] for told in sorted(exceptions)}
    return changed


def _opened(definition: Mapping[str, Any]) -> tuple[Definition, dict[str, Any]]:
    told = dict(definition.get("holidays") or {})
    told["add"] = list(told.get("add") or [])
    told["remove"] = list(told.get("remove") or [])
    return {**definition, "holidays": told}, told


def _text(entry: object) -> str:
    return str(entry["date"]) if isinstance(entry, Mapping) else str(entry)
