"""The form of an item, field by field; the whole is read strictly each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound

from .. import rules, scope
from ..models import Item
from .writing import keep, require_unchanged


@transaction.atomic
def put_field(
    actor: Actor, item_id: int, field: Mapping[str, Any], *, seen: int | None = None
) -> str:
    """Add a field, or change the one with its key; its key is told. A new one may come without key.

    Invalid says what is wrong: a circle with the names of its fields, a condition or default on
    what is not there.
    """
    item = scope.kept_item(actor, item_id)
    require_unchanged(item, seen)
    form, told = item.content["form"], dict(field)
    taken = [one["key"] for one in form]
    if not told.get("key"):
        labels = forms.read_words(told.get("labels"))
        if not labels:
            why = _("Say what the field is called.")
            raise Invalid(why, {"labels": why})
        told["key"] = rules.key_for(forms.worded(labels, "pt-br"), taken)
    elif told["key"] not in taken:
        raise NotFound()
    item.content = rules.changed(item.content, {"form": rules.put(form, told)})
    keep(actor, item, ["form"])
    return str(told["key"])


@transaction.atomic
def move_field(
    actor: Actor, item_id: int, key: str, place: int, *, seen: int | None = None
) -> None:
    """Put a field in another place of the form, counted from 1."""
    item = scope.kept_item(actor, item_id)
    require_unchanged(item, seen)
    item.content = {**item.content, "form": rules.moved(item.content["form"], key, place)}
    keep(actor, item, ["form"])


@transaction.atomic
def remove_field(actor: Actor, item_id: int, key: str, *, seen: int | None = None) -> None:
    """Take a field out; Conflict, with the names, while others look at it."""
    item = scope.kept_item(actor, item_id)
    require_unchanged(item, seen)
    _require_not_the_amount(item, key)
    item.content = {**item.content, "form": rules.taken_out(item.content["form"], key)}
    keep(actor, item, ["form"])


def _require_not_the_amount(item: Item, key: str) -> None:
    if item.content.get("amount_field") == key:
        raise Conflict(_("This field says the amount to approve. Choose another one first."))
