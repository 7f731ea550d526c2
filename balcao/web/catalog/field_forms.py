"""What the form of one field says, as the domain reads it, and a field as that form shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from balcao.core.forms import Field, Kind, shown_value, told_value
from balcao.core.text import fold

from .building import both, lines

MOST_RULES = 3
_NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
_LIMITS = ("at_least", "at_most", "decimals", "megabytes")


def read(posted: QueryDict, key: str, kind: str, others: Sequence[Field]) -> dict[str, Any]:
    """A field as it is kept, from its form; what is wrong with it, the domain says."""
    told: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "labels": both(posted, "labels"),
        "help": both(posted, "help"),
        "is_required": bool(posted.get("required")),
        "shown_if": _condition(posted, others),
        "default": _default(posted, kind),
        "limits": _limits(posted),
    }
    if kind in (Kind.CHOICE, Kind.MULTIPLE):
        told["options"] = _options(posted)
    return told


def rules(field: Field | None) -> list[dict[str, Any]]:
    """The lines of its condition, with empty ones to write on."""
    there = list((field.shown_if or {}).get("rules", ())) if field else []
    return [*there, *({} for _n in range(max(1, MOST_RULES - len(there))))]


def rule_value(rule: Mapping[str, Any], others: Sequence[Field], language: str) -> str:
    """What a line compares with, as one writes it."""
    field = next((one for one in others if one.key == rule.get("field")), None)
    if field is None or "value" not in rule:
        return ""
    if field.kind in _NUMBERS:
        return str(shown_value(field, rule["value"], language))
    if field.kind is Kind.DATE:
        return str(rule["value"])
    return told_value(field, rule["value"], language)


def default_source(field: Field | None) -> str:
    """Which of the sources its default has, as the form names them."""
    told = (field.default if field else None) or {}
    source = str(told.get("from", ""))
    return f"requester.{told['what']}" if source == "requester" else source


def default_part(field: Field | None, language: str) -> str:
    """What its default says beside the source, as one writes it."""
    told = (field.default if field else None) or {}
    part = next((value for name, value in told.items() if name != "from"), "")
    if field and told.get("from") == "value" and isinstance(part, (str, bool)):
        return str(shown_value(field, part, language)) if field.kind in _NUMBERS else str(part)
    return "" if told.get("from") == "requester" else str(part)


def _condition(posted: QueryDict, others: Sequence[Field]) -> dict[str, Any] | None:
    by_key = {field.key: field for field in others}
    told = zip(
        posted.getlist("if-field"),
        posted.getlist("if-operator"),
        posted.getlist("if-value"),
        strict=False,
    )
    found = [
        {"field": key, "operator": operator, **_value(by_key.get(key), operator, value)}
        for key, operator, value in told
        if key
    ]
    return {"when": posted.get("if-when", "all"), "rules": found} if found else None


def _value(field: Field | None, operator: str, value: str) -> dict[str, Any]:
    """A value as it was written: of a choice its label does, of yes and no either language."""
    if operator in ("is_filled", "is_empty"):
        return {}
    bare = value.strip()
    if field is None:
        return {"value": bare}
    if field.kind is Kind.YES_NO:
        known = {"sim": True, "yes": True, "nao": False, "no": False}
        return {"value": known.get(fold(bare), bare)}
    if field.kind in _NUMBERS:
        return {"value": _number(bare)}
    for option in field.options:
        if fold(bare) in {option.value, *(fold(said) for said in option.labels.values())}:
            return {"value": option.value}
    return {"value": bare}


def _number(told: str) -> str:
    from balcao.core.forms.numbers import decimal_of

    number = decimal_of(told, "pt-br")
    return told if number is None else str(number)


def _default(posted: QueryDict, kind: str) -> dict[str, Any] | None:
    source, part = posted.get("default", ""), posted.get("default-part", "").strip()
    if not source:
        return None
    if source.startswith("requester."):
        return {"from": "requester", "what": source.removeprefix("requester.")}
    if source in ("today", "business_day"):
        return {"from": source, "days": _whole(part) if part else 0}
    names = {"field": "field", "template": "text"}
    if source in names:
        return {"from": source, names[source]: part}
    return {"from": "value", "value": _fixed(kind, part)}


def _fixed(kind: str, part: str) -> Any:
    if kind == Kind.YES_NO:
        return fold(part) in ("sim", "yes", "true")
    if kind == Kind.MULTIPLE:
        return [one.strip() for one in part.split(",") if one.strip()]
    return _number(part) if kind in _NUMBERS else part


def _limits(posted: QueryDict) -> dict[str, Any]:
    told = {name: posted.get(f"limit-{name}", "").strip() for name in _LIMITS}
    return {name: _whole(value) for name, value in told.items() if value}


def _whole(told: str) -> Any:
    """A whole number, or what was written instead: the domain refuses it in words."""
    bare = told.removeprefix("-")
    return int(told) if bare.isascii() and bare.isdigit() and len(bare) < 14 else told


def _options(posted: QueryDict) -> list[dict[str, Any]]:
    values = posted.getlist("option-value")
    taken = {value for value in values if value}
    found = []
    for n, line in enumerate(lines(posted, "option")):
        value = values[n] if n < len(values) else ""
        if not value:
            value = next(name for k in range(1, 200) if (name := f"c{k}") not in taken)
            taken.add(value)
        found.append({"value": value, "labels": line})
    return found
