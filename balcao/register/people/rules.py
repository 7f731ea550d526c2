"""What can be said of people and relationships without asking the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import available_timezones

from .models import Lifecycle, RelationshipKind, Side

INTERNAL_KINDS = (
    RelationshipKind.EMPLOYEE,
    RelationshipKind.OUTSOURCED,
    RelationshipKind.CONTRACTOR,
    RelationshipKind.SUPPLIER,
)
EXTERNAL_KINDS = (RelationshipKind.CUSTOMER,)


def kinds_of(sides: Iterable[str]) -> list[str]:
    """The kinds of relationship that belong to these sides of the counter."""
    wanted = set(sides)
    kinds = list(INTERNAL_KINDS) if Side.INTERNAL in wanted else []
    return [*kinds, *EXTERNAL_KINDS] if Side.EXTERNAL in wanted else list(kinds)


def may_hold(field: str, value: str) -> bool:
    """True when a field of a person may hold the value; an empty one is always unknown."""
    if not value or field not in _CHOICES:
        return True
    return value in _CHOICES[field]


def lifecycle(purchases: Iterable[date], has_contract: bool, today: date) -> str:
    """The customer's lifecycle from their purchases: contract, repeat, occasional or lapsed.

    A contract outranks all; a year without a purchase is lapsed; two purchases are repeat. Without
    a purchase there is no lifecycle yet (empty).
    """
    days = sorted(purchases)
    if has_contract:
        return "contract"
    if not days:
        return ""
    if (today - days[-1]).days > LAPSED_AFTER_DAYS:
        return "lapsed"
    return "repeat" if len(days) > 1 else "occasional"


LAPSED_AFTER_DAYS = 365
_CHOICES: dict[str, frozenset[str]] = {
    "language": frozenset({"pt-br", "en"}),
    "zone": frozenset(available_timezones()),
    "lifecycle": frozenset(Lifecycle.values),
}
