"""What assets that somebody tells of refer to, looked up for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.forms import Field, parsed
from balcao.core.sql import Row, rows
from balcao.core.text import fold
from balcao.register.people.actions import add_organization
from balcao.register.people.models import OrganizationKind
from balcao.register.people.rules import INTERNAL_KINDS

from .. import scope
from ..rules import Told, WrongAsset, spoken

_ASSETS = """
SELECT a.* FROM assets_asset a WHERE a.number = ANY(%(numbers)s) ORDER BY a.id
"""
_TYPES = f"""
SELECT y.id, y.names, y.fields, y.is_retired FROM assets_assettype y
WHERE {scope.known("y")} AND (y.team_id IS NULL OR y.team_id = %(of)s)
ORDER BY y.team_id NULLS LAST, y.id
"""
# Of whoever works here; what a customer's address is, a list of notebooks never learns.
_OWNERS = """
SELECT h.value, h.person_id FROM people_handle h
WHERE h.channel = 'email' AND h.value = ANY(%(addresses)s) AND EXISTS (
    SELECT FROM people_relationship r WHERE r.person_id = h.person_id AND r.kind = ANY(%(kinds)s)
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))
"""
# Whom we buy from: never the companies of customers.
_SUPPLIERS = """
SELECT DISTINCT ON (o.folded_name) o.folded_name, o.id FROM people_organization o
WHERE o.kind = 'company' AND o.folded_name = ANY(%(names)s) AND (
    EXISTS (SELECT FROM people_relationship r WHERE r.organization_id = o.id AND r.kind = ANY(%(kinds)s))
    OR EXISTS (SELECT FROM people_relationship r WHERE r.sponsor_id = o.id)
    OR EXISTS (SELECT FROM assets_asset s WHERE s.supplier_id = o.id)
    OR EXISTS (SELECT FROM assets_contract c WHERE c.supplier_id = o.id))
ORDER BY o.folded_name, o.id
"""
_DEPARTMENTS = """
SELECT o.folded_name, o.id FROM people_organization o
WHERE o.kind = 'department' AND o.folded_name = ANY(%(names)s)
"""


@dataclass(frozen=True, slots=True)
class Type:
    """A type with its fields read; `keys` gives a field's key by its spoken name."""

    id: int
    names: Mapping[str, str]
    fields: tuple[Field, ...]
    keys: dict[str, str]
    is_retired: bool


@dataclass(slots=True)
class Register:
    """What is known of everything that some told assets name."""

    today: date
    assets: dict[str, Row] = field(default_factory=dict)
    types: dict[int, Type] = field(default_factory=dict)
    named: dict[str, Type] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)

    def type_of(self, told: Told, known: Row | None) -> Type:
        """The type of an asset. WrongAsset where it is missing or unknown."""
        if "type_id" in told.said:
            found = self.types.get(told.said["type_id"] or 0)
        elif told.said.get("type"):
            found = self.named.get(fold(told.said["type"]))
        elif known is not None:
            return self.types[known["type_id"]]
        else:
            raise WrongAsset("missing", "type")
        if found is None or (found.is_retired and (known is None or known["type_id"] != found.id)):
            raise WrongAsset("type", "type", told.said.get("type", ""))
        return found

    def owner(self, address: str) -> int | None:
        """The person of an address; None for nobody. WrongAsset for who does not work here."""
        if not address:
            return None
        if address.lower() not in self.owners:
            raise WrongAsset("owner", "owner", address)
        return self.owners[address.lower()]

    def department(self, name: str) -> int | None:
        """The department of a name; None for none. WrongAsset for an unknown one."""
        if not name:
            return None
        if fold(name) not in self.departments:
            raise WrongAsset("department", "department", name)
        return self.departments[fold(name)]


def types(actor: Actor, team_id: int) -> dict[int, Type]:
    """The types that a team's assets may have, with their fields read; its own ones first."""
    found = rows(_TYPES, {**scope.params(actor), "of": team_id})
    return {one["id"]: _type(one) for one in found}


def look_up(
    actor: Actor, team_id: int, told: Sequence[Told], *, for_update: bool = False
) -> Register:
    """Everything these assets name, in a handful of statements."""
    numbers = [one.number for one in told]
    found = rows(_ASSETS + ("FOR UPDATE OF a" if for_update else ""), {"numbers": numbers})
    known = types(actor, team_id)
    today = clock.today()
    asked = {"kinds": [str(kind) for kind in INTERNAL_KINDS], "today": today}
    return Register(
        today,
        {one["number"]: one for one in found},
        known,
        _named(known.values()),
        _pairs(_OWNERS, {**asked, "addresses": _said(told, "owner", str.lower)}),
        suppliers(_said(told, "supplier", fold)),
        _pairs(_DEPARTMENTS, {"names": _said(told, "department", fold)}),
    )


def suppliers(names: Sequence[str]) -> dict[str, int]:
    """Companies we buy from, by their folded names."""
    kinds = [str(kind) for kind in INTERNAL_KINDS]
    return _pairs(_SUPPLIERS, {"names": [*names], "kinds": kinds})


def supplier_id(name: str, known: dict[str, int]) -> int | None:
    """The company of a name, written down where nobody knew it; None for no name."""
    if not name:
        return None
    if fold(name) not in known:
        made = add_organization(SYSTEM, name, OrganizationKind.COMPANY)
        known[fold(name)] = made.pk
    return known[fold(name)]


def _pairs(statement: str, params: dict[str, Any]) -> dict[str, int]:
    wanted = params.get("names", params.get("addresses"))
    if not wanted:
        return {}
    return dict(tuple(one.values()) for one in rows(statement, params))


def _said(told: Sequence[Told], name: str, form: Any) -> list[str]:
    return sorted({form(one.said[name]) for one in told if one.said.get(name)})


def _type(found: Row) -> Type:
    fields = parsed(found["fields"])
    keys = {spoken(one.key): one.key for one in fields}
    keys |= {spoken(words): one.key for one in fields for words in one.labels.values()}
    return Type(found["id"], found["names"], fields, keys, found["is_retired"])


def _named(known: Iterable[Type]) -> dict[str, Type]:
    """Types by their names in every language; a team's own before the company's."""
    named: dict[str, Type] = {}
    for one in known:
        for name in one.names.values():
            named.setdefault(fold(name), one)
    return named
