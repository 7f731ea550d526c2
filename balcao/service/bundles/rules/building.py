"""What a template says while it is written: tasks and fields come, change, move and go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.errors import Conflict, NotFound
from balcao.core.forms.conditions import named_in
from balcao.service.catalog.rules.building import key_for, moved, placed, put, taken_out

from .content import read

Json = dict[str, Any]


def with_task(told: Json, task: Mapping[str, Any]) -> tuple[Json, str]:
    """The content with this task in place of the one with its key, or as its last; the key."""
    key = task.get("key") or _free(task.get("titles"), [one["key"] for one in told["tasks"]])
    return {**told, "tasks": put(told["tasks"], {**task, "key": key})}, key


def with_task_at(told: Json, key: str, place: int) -> Json:
    """The content with a task in another place, counted from 1.

    Conflict, with their names, where those it waits for, or that wait for it, leave it where it is.
    """
    tasks = told["tasks"]
    task = next((one for one in tasks if one["key"] == key), None)
    if task is None:
        raise NotFound()
    changed = {**told, "tasks": placed([one for one in tasks if one["key"] != key], task, place)}
    stands, wanted = (
        [one.key for one in read(changed).tasks],
        [one["key"] for one in changed["tasks"]],
    )
    if stands != wanted:
        held = [one for one in tasks if one["key"] in task["after"] or key in one["after"]]
        raise Conflict(
            _("The order of these stands, since one waits for the other: %(names)s.")
            % {"names": _names([task, *held])}
        )
    return changed


def without_task(told: Json, key: str) -> Json:
    """The content without a task; Conflict, with their names, while others wait for it."""
    if key not in [one["key"] for one in told["tasks"]]:
        raise NotFound()
    if waiting := [one for one in told["tasks"] if key in one["after"]]:
        raise Conflict(
            _("These tasks wait for it: %(names)s. Change them first.") % {"names": _names(waiting)}
        )
    return {**told, "tasks": [one for one in told["tasks"] if one["key"] != key]}


def with_field(told: Json, field: Mapping[str, Any]) -> tuple[Json, str]:
    """The content with this field in place of the one with its key, or as its last; the key."""
    key = field.get("key") or _free(field.get("labels"), [one["key"] for one in told["form"]])
    return {**told, "form": put(told["form"], {**field, "key": key})}, key


def with_field_at(told: Json, key: str, place: int) -> Json:
    """The content with a field in another place, counted from 1."""
    return {**told, "form": moved(told["form"], key, place)}


def without_field(told: Json, key: str) -> Json:
    """The content without a field; Conflict, with their names, while tasks or fields look at it."""
    form = taken_out(told["form"], key)
    if key == told["key_date"]:
        raise Conflict(_("This is the date the bundle is about. Choose another first."))
    looking = [
        one for one in told["tasks"] if key in named_in(one["condition"]) or one.get("from") == key
    ]
    if looking:
        raise Conflict(
            _("These tasks look at it: %(names)s. Change them first.") % {"names": _names(looking)}
        )
    return {**told, "form": form}


def _free(words: object, taken: list[str]) -> str:
    told = words if isinstance(words, Mapping) else {}
    return key_for(forms.worded(told, "pt-br"), taken)


def _names(tasks: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"“{forms.worded(one['titles'], 'pt-br')}”" for one in tasks)
