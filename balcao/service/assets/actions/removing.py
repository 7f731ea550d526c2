"""What was written down by mistake is deleted; what is in use stays, and is retired or ended instead."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Conflict
from balcao.events.actions import publish

from ..events import AssetRemoved, AssetTypeRemoved, ContractRemoved
from ..models import Warned
from .contracts import kept_contract
from .recording import keeping
from .types import kept_type


@transaction.atomic
def remove_asset(actor: Actor, asset_id: int) -> None:
    """Delete an asset that nothing refers to. Conflict for one with tickets, ties, contracts or
    changes."""
    asset = keeping(actor, asset_id)
    if _is_used(asset):
        raise Conflict(
            _("It has tickets, ties, contracts or changes. Retire it instead: its history stays.")
        )
    publish(actor, AssetRemoved(asset.pk))
    asset.delete()


@transaction.atomic
def remove_type(actor: Actor, type_id: int) -> None:
    """Delete a type that no asset has. Conflict for one in use."""
    kept = kept_type(actor, type_id)
    if _is_used(kept):
        raise Conflict(_("There are assets of this type. Retire it instead: they keep it."))
    publish(actor, AssetTypeRemoved(kept.pk))
    kept.delete()


@transaction.atomic
def remove_contract(actor: Actor, contract_id: int) -> None:
    """Delete a contract that covers nothing. Conflict for one that covers assets."""
    contract = kept_contract(actor, contract_id)
    if _is_used(contract):
        raise Conflict(_("It covers assets. End it instead, or take them out of it first."))
    publish(actor, ContractRemoved(contract.pk))
    contract.delete()


def _is_used(one: models.Model) -> bool:
    """True while a row of this room or of one above refers to it; warnings of it go with it."""
    for relation in one._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not Warned:
            found = relation.related_model._base_manager.filter(**{relation.field.name: one.pk})
            if found.exists():
                return True
    return False
