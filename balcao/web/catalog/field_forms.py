"""What the form of one field says, as the domain reads it, and a field as that form shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from balcao.core.forms import Field, Kind, shown_value
from balcao.core.text import fold

from ..components.conditions import NUMBERS, condition, number
from ..components.tongues import both, options

_LIMITS = ("at_least", "at_most", "decimals", "megabytes")


def read(posted: QueryDict, key: str, kind: str, others: Sequence[Field]) -> dict[str, Any]:
    """A field as it is kept, from its form; what is wrong with it, the domain says."""
    told: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "labels": both(posted, "labels"),
        "help": both(posted, "help"),
        "is_required": bool(posted.get("required")),
        "shown_if": condition(posted, others),
        "default": _default(posted, kind),
        "limits": _limits(posted),
    }
    if kind in (Kind.CHOICE, Kind.MULTIPLE):
        told["options"] = options(posted)
    return told


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
        return str(shown_value(field, part, language)) if field.kind in NUMBERS else str(part)
    return "" if told.get("from") == "requester" else str(part)


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
    return number(part) if kind in NUMBERS else part


def _limits(posted: QueryDict) -> dict[str, Any]:
    told = {name: posted.get(f"limit-{name}", "").strip() for name in _LIMITS}
    return {name: _whole(value) for name, value in told.items() if value}


def _whole(told: str) -> Any:
    """A whole number, or what was written instead: the domain refuses it in words."""
    bare = told.removeprefix("-")
    return int(told) if bare.isascii() and bare.isdigit() and len(bare) < 14 else told
