"""Who is asked: conditions that are closed lists, and a draw nobody can lean on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid
from balcao.register.people.models import RelationshipKind, Side
from balcao.service.tickets.rules import Kind

Facts = Mapping[str, frozenset[Any]]
"""What is known of somebody at an event, under the names of conditions."""

_CLOSED: Mapping[str, frozenset[str] | None] = {
    "sides": frozenset(Side.values),
    "kinds": frozenset(str(kind) for kind in Kind),
    "relationships": frozenset(RelationshipKind.values),
    "teams": None,
    "departments": None,
}
CONDITIONS = tuple(_CLOSED)
_BITS = 60


def read_conditions(told: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The conditions as they are kept: lists of known values, none empty. Invalid otherwise."""
    wrong = {}
    kept: dict[str, list[Any]] = {}
    for name, values in told.items():
        if name not in _CLOSED:
            wrong[name] = _("There is no such condition.")
        elif not isinstance(values, list | tuple) or not _are_known(values, _CLOSED[name]):
            wrong[name] = _("This is not one of the choices.")
        elif values:
            kept[name] = sorted(set(values))
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return kept


def meets(conditions: Mapping[str, list[Any]], facts: Facts) -> bool:
    """True when each condition names something that is so; without any, always."""
    return all(facts.get(name, frozenset()) & set(values) for name, values in conditions.items())


def subject_of(kind: str, subject_id: int) -> str:
    """What a draw is about, in the words that are hashed."""
    return f"{kind}:{subject_id}"


def threshold(share: Decimal) -> int:
    """The first of 2^60 lots that is not drawn."""
    return int(share * (1 << _BITS))


def is_drawn(seed: str, subject: str, share: Decimal) -> bool:
    """Whether this subject is among the share that the seed draws; the same whenever it is asked.

    The lot is the first 60 bits of SHA-256 over `seed:subject`: the order in which
    things happen, and who looks, change nothing.
    """
    lot = int(hashlib.sha256(f"{seed}:{subject}".encode()).hexdigest()[:15], 16)
    return lot < threshold(share)


def _are_known(values: list[Any] | tuple[Any, ...], known: frozenset[str] | None) -> bool:
    if known is not None:
        return all(isinstance(value, str) and value in known for value in values)
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)
