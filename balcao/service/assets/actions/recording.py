"""Assets written down: told once each, by a page, a machine or a line of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.core.importing import Outcome
from balcao.core.sql import Row, row
from balcao.core.text import fold
from balcao.events.actions import publish

from .. import scope
from ..events import AssetAdded, AssetChanged, AssetGiven, AssetMoved
from ..models import Asset
from ..rules import (
    Told,
    WrongAsset,
    checked_values,
    clean_number,
    folded,
    news,
    settled,
    sound,
    spelled,
)
from .lookups import Register, look_up, supplier_id

_NUMBER = """
SELECT lpad(nextval('assets_number')::text, 6, '0') AS number
"""
_PLAIN = ("name", "place", "serial", "state", "notes", "bought_on", "price", "warranty_until")
_FOLDED = frozenset({"number", "name", "serial", "place"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What one told asset will do, before anything is written."""

    told: Told
    outcome: Outcome
    known: Row | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    supplier: str | None = None


@transaction.atomic
def add_asset(
    actor: Actor,
    team_id: int,
    told: Mapping[str, Any],
    *,
    number: str = "",
    own: Mapping[str, Any] | None = None,
) -> Asset:
    """Write a new asset down for a team to keep; without a number it gets the next free one.

    `told` holds `type_id` or `type` and `name`, and of the others of COLUMNS what is known: state,
    owner (an address), department and supplier (names), place, serial, bought_on, price,
    warranty_until, notes. `own` are values of the type's fields by key.
    """
    require_keeper(actor, team_id)
    one = Told(clean_number(number) if number.strip() else _next_number(), told, own or {})
    if Asset.objects.filter(number=one.number).exists():
        raise WrongAsset("taken", "number", one.number)
    [done] = record_all(actor, team_id, [one])
    if isinstance(done, WrongAsset):
        raise done
    return Asset.objects.get(number=one.number)


@transaction.atomic
def change_asset(
    actor: Actor,
    asset_id: int,
    told: Mapping[str, Any],
    *,
    own: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Asset:
    """Change what is told of an asset, as in `add_asset`; empty words and None take away.

    Conflict when it is no longer the version that was read.
    """
    asset = keeping(actor, asset_id)
    if version is not None and version != asset.version:
        raise Conflict()
    [done] = record_all(actor, asset.team_id, [Told(asset.number, told, own or {})])
    if isinstance(done, WrongAsset):
        raise done
    asset.refresh_from_db()
    return asset


def keeping(actor: Actor, asset_id: int) -> Asset:
    """An asset of the actor's keeping, locked; NotFound, or Forbidden for who may only look."""
    found = row(
        f"SELECT a.id FROM assets_asset a WHERE a.id = %(id)s AND {scope.kept('a')} FOR UPDATE",
        {**scope.params(actor), "id": asset_id},
    )
    if found is None:
        raise NotFound()
    asset = Asset.objects.get(pk=asset_id)
    if not scope.may_write(actor, asset.team_id):
        raise Forbidden()
    return asset


def require_keeper(actor: Actor, team_id: int) -> None:
    """Forbidden unless the actor keeps assets for this team; NotFound for a team they don't know."""
    found = row(
        f"SELECT t.id FROM teams_team t CROSS JOIN LATERAL (SELECT t.id AS team_id) a"
        f" WHERE t.id = %(id)s AND t.is_active AND {scope.kept('a')}",
        {**scope.params(actor), "id": team_id},
    )
    if found is None:
        raise NotFound()
    if not scope.may_write(actor, team_id):
        raise Forbidden()


@transaction.atomic
def record_all(actor: Actor, team_id: int, told: Sequence[Told]) -> list[Plan | WrongAsset]:
    """Write down many assets of a team, no two of one number: what became of each, in their order."""
    if not told:
        return []
    plans, register = _planned(actor, team_id, told, for_update=True)
    new = [one for one in plans if isinstance(one, Plan) and one.outcome is Outcome.ADDED]
    _insert(actor, team_id, new, register)
    for plan in plans:
        if isinstance(plan, Plan) and plan.outcome is Outcome.CHANGED:
            _change(actor, plan, register)
    return plans


def plan_all(actor: Actor, team_id: int, told: Sequence[Told]) -> list[Plan | WrongAsset]:
    """What each of these assets would do now, in their order; nothing is written or locked."""
    return _planned(actor, team_id, told, for_update=False)[0] if told else []


def _planned(
    actor: Actor, team_id: int, told: Sequence[Told], *, for_update: bool
) -> tuple[list[Plan | WrongAsset], Register]:
    register = look_up(actor, team_id, told, for_update=for_update)
    plans: list[Plan | WrongAsset] = []
    for one in told:
        try:
            plans.append(_plan(team_id, one, register))
        except WrongAsset as refusal:
            plans.append(refusal)
    return plans, register


def _plan(team_id: int, told: Told, register: Register) -> Plan:
    known = register.assets.get(told.number)
    if known is not None and known["team_id"] != team_id:
        raise WrongAsset("taken", "number", told.number)
    said = sound(told.said, register.today)
    kind = register.type_of(told, known)
    fields: dict[str, Any] = {name: said[name] for name in _PLAIN if name in said}
    fields["type_id"] = kind.id
    if known is None:
        fields.setdefault("name", next(iter(kind.names.values())))
    if "owner" in said:
        fields["owner_id"] = register.owner(said["owner"])
    if "department" in said:
        fields["organization_id"] = register.department(said["department"])
    kept = known["values"] if known is not None else {}
    if told.own or known is None or known["type_id"] != kind.id:
        own = spelled(told.own, kind.keys)
        language = get_language() or "pt-br"
        fields["values"] = checked_values(kind.fields, own, kept, register.today, language)
    supplier = said.get("supplier")
    fields = settled(fields, known or {})
    if known is None:
        return Plan(told, Outcome.ADDED, None, fields, supplier)
    changes = news(fields, known)
    is_other = supplier is not None and _is_other_supplier(supplier, known, register)
    outcome = Outcome.CHANGED if changes or is_other else Outcome.SAME
    return Plan(told, outcome, known, changes, supplier if is_other else None)


def _is_other_supplier(name: str, known: Row, register: Register) -> bool:
    told = register.suppliers.get(fold(name), -1) if name else None
    return bool(told != known["supplier_id"])


def _insert(actor: Actor, team_id: int, plans: Sequence[Plan], register: Register) -> None:
    now = clock.now()
    made = Asset.objects.bulk_create(
        Asset(
            number=plan.told.number,
            team_id=team_id,
            supplier_id=supplier_id(plan.supplier or "", register.suppliers),
            folded=folded({**plan.changes, "number": plan.told.number}),
            created_at=now,
            updated_at=now,
            **plan.changes,
        )
        for plan in plans
    )
    for one in made:
        publish(actor, AssetAdded(one.pk, one.state))
        if one.owner_id is not None:
            publish(actor, AssetGiven(one.pk, None, one.owner_id))


def _change(actor: Actor, plan: Plan, register: Register) -> None:
    assert plan.known is not None
    known, changes = plan.known, dict(plan.changes)
    if plan.supplier is not None:
        changes["supplier_id"] = supplier_id(plan.supplier, register.suppliers)
    if _FOLDED & changes.keys():
        changes["folded"] = folded({**known, **changes})
    Asset.objects.filter(pk=known["id"]).update(
        **changes, version=known["version"] + 1, updated_at=clock.now()
    )
    if "state" in changes:
        publish(actor, AssetMoved(known["id"], known["state"], changes["state"]))
    if "owner_id" in changes:
        publish(actor, AssetGiven(known["id"], known["owner_id"], changes["owner_id"]))
    others = sorted(set(changes) - {"state", "owner_id", "folded"})
    if others:
        named = [name.removesuffix("_id") for name in others]
        publish(actor, AssetChanged(known["id"], named))


def _next_number() -> str:
    """The next number that no label bears yet."""
    while True:
        found = row(_NUMBER)
        assert found is not None
        if not Asset.objects.filter(number=found["number"]).exists():
            return str(found["number"])
