"""An asset as somebody tells it, whether it may be so, and what it changes in what we know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from balcao.core.text import clean, fold, one_line

from ..models import State
from .refusals import WrongAsset

LONGEST = {"name": 120, "place": 120, "serial": 80, "supplier": 160, "department": 160}
NOTES_MOST = 4000
MAX_PRICE = Decimal("9999999999.99")
UNUSED = (State.STOCK, State.RETIRED)
_HYPHENS = str.maketrans(" /_", "---")
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,39}")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of one asset, by the names of COLUMNS; what is not there is not said.

    `said` holds a type's id as `type_id` or its name as `type`, an owner's address, the names of a
    department and of a supplier; empty words take something away. `own` holds values of the type's
    own fields, by their keys.
    """

    number: str
    said: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)


def clean_number(told: str) -> str:
    """The number of a label as it is kept. WrongAsset for what no address could hold."""
    number = one_line(told).upper().translate(_HYPHENS)
    if not _NUMBER.fullmatch(number):
        raise WrongAsset("number" if number else "missing", "number", told)
    return number


def sound(told: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is said with its words in one line. WrongAsset says what can't be, on this day."""
    said = dict(told)
    for name, most in LONGEST.items():
        if name in said:
            said[name] = one_line(said[name])
            if len(said[name]) > most:
                raise WrongAsset("long", name, most)
    if "name" in said and not said["name"]:
        raise WrongAsset("missing", "name")
    if "notes" in said:
        said["notes"] = clean(said["notes"]).strip()
        if len(said["notes"]) > NOTES_MOST:
            raise WrongAsset("long", "notes", NOTES_MOST)
    if "state" in said and said["state"] not in State.values:
        raise WrongAsset("state", "state", said["state"])
    price = said.get("price")
    if price is not None and not 0 <= price <= MAX_PRICE:
        raise WrongAsset("amount", "price", price)
    bought = said.get("bought_on")
    if bought is not None and bought > today:
        raise WrongAsset("future", "bought_on", bought.isoformat())
    return said


def settled(fields: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an asset to be written, given those known: an owner takes it out of stock, and
    stock or retirement takes it from its owner. WrongAsset where both are said at once."""
    done = dict(fields)
    state = done.get("state", known.get("state", State.IN_USE))
    if state in UNUSED:
        if done.get("owner_id") is not None:
            if "state" in fields:
                raise WrongAsset("unused", "owner")
            done["state"] = State.IN_USE
        elif known.get("owner_id") is not None:
            done["owner_id"] = None
    bought = done.get("bought_on", known.get("bought_on"))
    warranty = done.get("warranty_until", known.get("warranty_until"))
    if bought is not None and warranty is not None and warranty < bought:
        raise WrongAsset("warranty", "warranty_until")
    return done


def news(fields: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Of the fields to be written those that differ from what is known."""
    return {name: value for name, value in fields.items() if known[name] != value}


def folded(fields: Mapping[str, Any]) -> str:
    """What a search looks through."""
    names = ("number", "name", "serial", "place")
    return fold(" ".join(str(fields.get(name) or "") for name in names))
