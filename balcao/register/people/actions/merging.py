from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, personal
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish

from ..events import MergeUndone, PersonsMerged
from ..models import Merge, Person

FILLED = (
    "preferred_name",
    "preferred_channel",
    "language",
    "zone",
    "contact_hours",
    "accessibility_need",
    "cpf",
    "lifecycle",
)


@transaction.atomic
def merge(actor: Actor, kept_id: int, gone_id: int) -> Merge:
    """Make one person of two: all that hangs on the one gone moves to the one kept.

    What each row was is written down, so that `unmerge` restores it exactly. Rows that would stand
    twice stay where they are.
    """
    require(actor, Permission.ADMINISTER)
    if kept_id == gone_id:
        raise Invalid(_("These are one person already."))
    kept, gone = _both(kept_id, gone_id)
    if kept.merged_into_id or gone.merged_into_id:
        raise Invalid(_("One of them has been merged already."))
    if kept.cpf and gone.cpf and kept.cpf != gone.cpf:
        raise Invalid(_("Two different CPFs: these are two people."))
    moved = {
        f"{place.model}.{place.path}": _move(place, gone_id, kept_id)
        for place in personal.places()
        if place.moves
    }
    filled = {
        name: getattr(kept, name)
        for name in FILLED
        if not getattr(kept, name) and getattr(gone, name)
    }
    gone.merged_into = kept
    gone.version += 1
    gone.save(update_fields=["merged_into", "version"])
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    kept.version += 1
    kept.save(update_fields=[*filled, "version"])
    record = Merge.objects.create(
        kept=kept,
        gone=gone,
        moved={key: ids for key, ids in moved.items() if ids},
        filled=filled,
        at=clock.now(),
    )
    publish(actor, PersonsMerged(kept.pk, gone.pk, record.pk))
    return record


@transaction.atomic
def unmerge(actor: Actor, merge_id: int) -> Merge:
    """Undo a merge exactly; what came to the kept person since then stays with them."""
    require(actor, Permission.ADMINISTER)
    record = Merge.objects.select_for_update().filter(pk=merge_id, undone_at=None).first()
    if record is None:
        raise NotFound()
    kept, gone = _both(record.kept_id, record.gone_id)
    if kept.merged_into_id:
        raise Invalid(_("The person kept was merged since then: undo that first."))
    for key, ids in record.moved.items():
        label, path = key.rsplit(".", 1)
        model = apps.get_model(label)
        model._default_manager.filter(pk__in=ids, **{path: kept.pk}).update(**{path: gone.pk})
    for name, before in record.filled.items():
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, before)
    kept.version += 1
    kept.save(update_fields=[*record.filled, "version"])
    gone.merged_into = None
    gone.version += 1
    gone.save(update_fields=["merged_into", "version"])
    record.undone_at = clock.now()
    record.save(update_fields=["undone_at"])
    publish(actor, MergeUndone(kept.pk, gone.pk, record.pk))
    return record


def _both(first_id: int, second_id: int) -> tuple[Person, Person]:
    """The two persons, locked in order of their ids."""
    found = {
        person.pk: person
        for person in Person.objects.select_for_update()
        .filter(pk__in=(first_id, second_id))
        .order_by("pk")
    }
    if len(found) != 2:
        raise NotFound()
    return found[first_id], found[second_id]


def _move(place: personal.Place, gone_id: int, kept_id: int) -> list[int]:
    model = apps.get_model(place.model)
    rows = model._default_manager.filter(**{place.path: gone_id})
    for others, condition in _unique_beside(model, place.path):
        taken = model._default_manager.filter(**{place.path: kept_id})
        if condition is not None:
            taken = taken.filter(condition)
        if not others and taken.exists():
            rows = rows.none()
        for values in taken.values(*others) if others else ():
            rows = rows.exclude(Q(**values) & (condition or Q()))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    model._default_manager.filter(pk__in=ids).update(**{place.path: kept_id})
    return ids


def _unique_beside(model: Any, path: str) -> list[tuple[list[str], Any]]:
    """For each uniqueness that includes the person: the other fields, and its condition."""
    found = [
        ([name for name in constraint.fields if name != path], constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and path in constraint.fields
    ]
    if model._meta.get_field(path).unique:
        found.append(([], None))
    return found
