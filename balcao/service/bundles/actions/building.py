"""A template while it is written: each save is a version of its own, and bundles keep theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.register.access import audiences

from .. import moving, rules
from ..models import Template
from ..rules import building
from .keeping import add_version, require_inboxes, template_to_keep

Json = dict[str, Any]


@transaction.atomic
def describe(
    actor: Actor,
    template_id: int,
    *,
    names: Mapping[str, str],
    inbox_id: int,
    audience: Iterable[str],
    key_date: str,
    takes_over: bool = False,
    seen: int | None = None,
) -> Template:
    """Say what a bundle is called, where requests come to, who may ask, and which date it is about.

    `takes_over` makes the actor the one who asks the departments.
    """
    template = template_to_keep(actor, template_id)
    told_names = forms.read_words(names)
    if not told_names:
        words = _("A bundle needs a name.")
        raise Invalid(words, {"names": words})
    if takes_over and moving.work_handle(actor.me) is None:
        raise Invalid(_("Who asks the departments needs a work address."))
    template.names, template.inbox_id = told_names, inbox_id
    template.audience = audiences.checked(audience)
    template.owner_id = actor.me if takes_over else template.owner_id
    _keep(actor, template, lambda told: {**told, "key_date": key_date}, seen)
    template.save(update_fields=["names", "inbox", "audience", "owner"])
    return template


def put_task(
    actor: Actor, template_id: int, task: Mapping[str, Any], *, seen: int | None = None
) -> str:
    """Write a task, a new one where it has no key; its key. Circles are refused with their names."""
    kept: list[str] = []

    def change(told: Json) -> Json:
        changed, key = building.with_task(told, task)
        kept.append(key)
        return changed

    _change(actor, template_id, change, seen)
    return kept[0]


def move_task(
    actor: Actor, template_id: int, key: str, place: int, *, seen: int | None = None
) -> None:
    """Put a task in another place, counted from 1; it stays after those it waits for."""
    _change(actor, template_id, lambda told: building.with_task_at(told, key, place), seen)


def remove_task(actor: Actor, template_id: int, key: str, *, seen: int | None = None) -> None:
    """Take a task out; Conflict, with the names, while others wait for it."""
    _change(actor, template_id, lambda told: building.without_task(told, key), seen)


def put_field(
    actor: Actor, template_id: int, field: Mapping[str, Any], *, seen: int | None = None
) -> str:
    """Write a field of the form, a new one where it has no key; its key."""
    kept: list[str] = []

    def change(told: Json) -> Json:
        changed, key = building.with_field(told, field)
        kept.append(key)
        return changed

    _change(actor, template_id, change, seen)
    return kept[0]


def move_field(
    actor: Actor, template_id: int, key: str, place: int, *, seen: int | None = None
) -> None:
    """Put a field in another place of the form, counted from 1."""
    _change(actor, template_id, lambda told: building.with_field_at(told, key, place), seen)


def remove_field(actor: Actor, template_id: int, key: str, *, seen: int | None = None) -> None:
    """Take a field out; Conflict, with the names, while tasks or other fields look at it."""
    _change(actor, template_id, lambda told: building.without_field(told, key), seen)


@transaction.atomic
def _change(
    actor: Actor, template_id: int, change: Callable[[Json], Json], seen: int | None
) -> None:
    _keep(actor, template_to_keep(actor, template_id), change, seen)


def _keep(
    actor: Actor, template: Template, change: Callable[[Json], Json], seen: int | None
) -> None:
    """A new version where that changes anything; Conflict where the one that was seen is past."""
    last = template.versions.latest("number")
    if seen is not None and seen != last.number:
        raise Conflict()
    told = rules.read(change(last.content))
    require_inboxes(actor, template, told)
    if rules.as_json(told) != rules.as_json(rules.read(last.content)):
        add_version(actor, template, told)
