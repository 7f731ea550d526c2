"""A form while it is built: fields come, change, move and go, and what others need stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.errors import Conflict, NotFound
from balcao.core.forms.order import looks_at
from balcao.core.text import fold

T = TypeVar("T")
Form = Sequence[Mapping[str, Any]]
_UNFIT = re.compile(r"[^a-z0-9]+")


def key_for(label: str, taken: Sequence[str]) -> str:
    """A free key that reads like the label."""
    bare = _UNFIT.sub("_", fold(label)).strip("_")[:32].strip("_")
    bare = bare if bare and bare[0].isalpha() else f"campo_{bare}".strip("_")
    return next(
        name
        for n in range(1, len(taken) + 2)
        if (name := bare if n == 1 else f"{bare}_{n}") not in taken
    )


def put(form: Form, field: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The form with this field in place of the one with its key, or at its end."""
    keys = [one["key"] for one in form]
    if field["key"] not in keys:
        return [*map(dict, form), dict(field)]
    return [dict(field if one["key"] == field["key"] else one) for one in form]


def taken_out(form: Form, key: str) -> list[dict[str, Any]]:
    """The form without a field; Conflict, with the names, while other fields look at it."""
    if key not in [one["key"] for one in form]:
        raise NotFound()
    if names := waiting_for(form, key):
        raise Conflict(
            _("Other fields look at this one: %(names)s. Change them first.")
            % {"names": ", ".join(names)}
        )
    return [dict(one) for one in form if one["key"] != key]


def waiting_for(form: Form, key: str) -> list[str]:
    """The labels of the fields whose condition or default looks at this one."""
    fields = forms.parsed(form)
    return [one.label("pt-br") for one in fields if one.key != key and key in looks_at(one)]


def moved(form: Form, key: str, place: int) -> list[dict[str, Any]]:
    """The form with a field in another place, counted from 1; ends are kept to."""
    field = next((one for one in form if one["key"] == key), None)
    if field is None:
        raise NotFound()
    others = [dict(one) for one in form if one["key"] != key]
    return placed(others, dict(field), place)


def placed(others: list[T], one: T, place: int) -> list[T]:
    """A list with one thing put in at a place, counted from 1; ends are kept to."""
    at = max(0, min(place - 1, len(others)))
    return [*others[:at], one, *others[at:]]
