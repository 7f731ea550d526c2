"""Contracts with suppliers, and which assets they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import row, rows
from balcao.core.text import clean, fold, one_line
from balcao.events.actions import publish

from .. import scope
from ..events import ContractAdded, ContractChanged, ContractEnded
from ..models import Contract
from ..rules import NOTES_MOST, NOTICE_MOST, clean_number
from .lookups import supplier_id, suppliers
from .recording import require_keeper

_FIELDS = ("number", "title", "from_on", "until_on", "notice_days", "value", "notes")


@transaction.atomic
def add_contract(
    actor: Actor, team_id: int, told: Mapping[str, Any], *, numbers: Sequence[str] = ()
) -> Contract:
    """Write a contract down for a team to keep, with the numbers of the assets it covers.

    `told` holds title and from_on, and what is known of number, supplier (a name), until_on,
    notice_days, value and notes.
    """
    require_keeper(actor, team_id)
    fields = _clean(told)
    for name in ("title", "from_on"):
        if not fields.get(name):
            raise _missing(name)
    _require_order(fields)
    made = Contract.objects.create(team_id=team_id, created_at=clock.now(), **fields)
    made.assets.set(_covered(actor, team_id, numbers))
    publish(actor, ContractAdded(made.pk))
    return made


@transaction.atomic
def change_contract(
    actor: Actor,
    contract_id: int,
    told: Mapping[str, Any],
    *,
    numbers: Sequence[str] | None = None,
) -> Contract:
    """Change what is told of a contract; `numbers`, where given, are all the assets it covers."""
    contract = kept_contract(actor, contract_id)
    fields = _clean(told)
    changed = [name for name, value in fields.items() if getattr(contract, name) != value]
    for name in changed:
        setattr(contract, name, fields[name])
    _require_order({name: getattr(contract, name) for name in ("title", "from_on", "until_on")})
    if changed:
        contract.save(update_fields=changed)
    if numbers is not None:
        covered = _covered(actor, contract.team_id, numbers)
        if set(covered) != set(contract.assets.values_list("pk", flat=True)):
            contract.assets.set(covered)
            changed.append("assets")
    if changed:
        named = sorted(name.removesuffix("_id") for name in changed)
        publish(actor, ContractChanged(contract.pk, named))
    return contract


@transaction.atomic
def end_contract(actor: Actor, contract_id: int) -> Contract:
    """The contract ended today, or is not renewed: nobody is warned of it again."""
    contract = kept_contract(actor, contract_id)
    if contract.ended_on is None:
        contract.ended_on = clock.today()
        contract.save(update_fields=["ended_on"])
        publish(actor, ContractEnded(contract.pk))
    return contract


@transaction.atomic
def resume_contract(actor: Actor, contract_id: int) -> Contract:
    """The contract did not end after all: its days count again."""
    contract = kept_contract(actor, contract_id)
    if contract.ended_on is not None:
        contract.ended_on = None
        contract.save(update_fields=["ended_on"])
        publish(actor, ContractChanged(contract.pk, ["ended_on"]))
    return contract


def kept_contract(actor: Actor, contract_id: int) -> Contract:
    """A contract of the actor's keeping, locked; NotFound, or Forbidden for who may only look."""
    found = row(
        f"SELECT c.id FROM assets_contract c WHERE c.id = %(id)s AND {scope.kept('c')} FOR UPDATE",
        {**scope.params(actor), "id": contract_id},
    )
    if found is None:
        raise NotFound()
    contract = Contract.objects.get(pk=contract_id)
    if not scope.may_write(actor, contract.team_id):
        raise Forbidden()
    return contract


def _clean(told: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: told[name] for name in _FIELDS if name in told}
    for name, most in (("number", 60), ("title", 120)):
        if name in fields:
            fields[name] = one_line(fields[name], most)
    if "notes" in fields:
        fields["notes"] = clean(fields["notes"]).strip()[:NOTES_MOST]
    if not 0 <= (fields.get("notice_days") or 0) <= NOTICE_MOST:
        wrong = _("Between 0 and 365 days.")
        raise Invalid(wrong, {"notice_days": wrong})
    if (fields.get("value") or 0) < 0:
        wrong = _("An amount is never below zero.")
        raise Invalid(wrong, {"value": wrong})
    if "supplier" in told:
        name = one_line(told["supplier"], 160)
        fields["supplier_id"] = supplier_id(name, suppliers([fold(name)]))
    return fields


def _require_order(fields: Mapping[str, Any]) -> None:
    for name in ("title", "from_on"):
        if not fields[name]:
            raise _missing(name)
    if fields.get("until_on") and fields["until_on"] < fields["from_on"]:
        wrong = _("It ends before it begins.")
        raise Invalid(wrong, {"until_on": wrong})


def _covered(actor: Actor, team_id: int, numbers: Sequence[str]) -> list[int]:
    """The assets of these numbers, of those the team keeps."""
    wanted = {clean_number(number) for number in numbers if number.strip()}
    found = rows(
        "SELECT id, number FROM assets_asset"
        " WHERE number = ANY(%(numbers)s) AND team_id = %(team)s",
        {"numbers": sorted(wanted), "team": team_id},
    )
    missing = wanted - {one["number"] for one in found}
    if missing:
        wrong = _("Your team keeps no asset with the number %(number)s.") % {"number": min(missing)}
        raise Invalid(wrong, {"numbers": wrong})
    return [one["id"] for one in found]


def _missing(name: str) -> Invalid:
    wrong = _("Say what the contract is about.") if name == "title" else _("Say since when.")
    return Invalid(wrong, {name: wrong})
