"""An order as somebody tells it, whether it may be so, and what it adds to what we know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .refusals import WrongOrder

LONGEST = {"number": 60, "source": 40, "channel": 40, "store": 80, "region": 40, "name": 160}
FACTS = (
    "ordered_on", "promised_on", "delivered_on", "cancelled_on", "value", "currency",
    "channel", "store", "region",
)  # fmt: skip
_LATER = ("promised_on", "delivered_on", "cancelled_on")


@dataclass(frozen=True, slots=True)
class Customer:
    """Who bought: by id, or by address, phone (E.164) or documents (bare); a name to register by."""

    person_id: int | None = None
    email: str = ""
    phone: str = ""
    cpf: str = ""
    cnpj: str = ""
    name: str = ""

    @property
    def is_named(self) -> bool:
        """True when anything says who it is; a name alone does not."""
        return bool(self.person_id or self.email or self.phone or self.cpf or self.cnpj)

    @property
    def may_be_registered(self) -> bool:
        """True when there is enough to write down somebody new: a name and how to reach them."""
        return bool(self.name and (self.email or self.phone))


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of one order; None and empty words say nothing."""

    number: str
    ordered_on: date
    customer: Customer
    source: str = ""
    promised_on: date | None = None
    delivered_on: date | None = None
    cancelled_on: date | None = None
    value: Decimal | None = None
    currency: str = ""
    channel: str = ""
    store: str = ""
    region: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """What is said of the order itself, by the names of its columns."""
        told = {name: getattr(self, name) for name in FACTS}
        return {name: value for name, value in told.items() if value not in (None, "")}


class Standing(StrEnum):
    """Where an order is, by its dates."""

    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    DELIVERED_LATE = "delivered_late"
    LATE = "late"
    EXPECTED = "expected"


def require_sound(told: Told, today: date) -> None:
    """WrongOrder unless the order may be as it is told, on this day."""
    if not told.number:
        raise WrongOrder("missing", "number")
    for name, most in LONGEST.items():
        words = told.customer.name if name == "name" else getattr(told, name)
        if len(words) > most:
            raise WrongOrder("long", name, most)
    if not told.customer.is_named:
        raise WrongOrder("customer")
    if told.currency and not (
        len(told.currency) == 3 and told.currency.isascii() and told.currency.isalpha()
    ):
        raise WrongOrder("currency", "currency", told.currency)
    if told.value is not None and told.value < 0:
        raise WrongOrder("amount", "value", told.value)
    for name in ("ordered_on", "delivered_on", "cancelled_on"):
        day = getattr(told, name)
        if day is not None and day > today:
            raise WrongOrder("future", name, day.isoformat())
    require_order_of_dates(told.said)


def require_order_of_dates(known: Mapping[str, Any]) -> None:
    """WrongOrder when anything of an order comes before it was placed."""
    for name in _LATER:
        if known.get(name) is not None and known[name] < known["ordered_on"]:
            raise WrongOrder("before", name)


def news(told: Told, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an order that we did not know, or knew otherwise. WrongOrder if it can't be."""
    changed = {name: value for name, value in told.said.items() if known[name] != value}
    if changed:
        require_order_of_dates({**known, **changed})
    return changed


def standing(known: Mapping[str, Any], today: date) -> Standing:
    """Where an order is on this day: cancelled, delivered (in time or late), late, or expected."""
    if known["cancelled_on"] is not None:
        return Standing.CANCELLED
    promised, delivered = known["promised_on"], known["delivered_on"]
    if delivered is not None:
        is_late = promised is not None and delivered > promised
        return Standing.DELIVERED_LATE if is_late else Standing.DELIVERED
    return Standing.LATE if promised is not None and promised < today else Standing.EXPECTED
