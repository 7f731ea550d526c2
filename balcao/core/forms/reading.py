"""A form as it is kept in JSON, read strictly and written one way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid
from balcao.core.text import clean

from .conditions import read_condition
from .defaults import Facts, Source, read_default
from .fields import LANGUAGES, LISTED, Field, Kind, Option
from .order import circle
from .values import FILES_MOST, LONG_MOST, Wrong, read_value

MOST_FIELDS = 100
MOST_OPTIONS = 60
LABEL_MOST, HELP_MOST = 160, 500
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile(r"[a-z0-9_]{1,40}")
_PARTS = frozenset(Field.__dataclass_fields__)
_ANY_NUMBER = range(-(10**12), 10**12 + 1)
_DAYS = range(-3650, 3651)
LIMITS: Mapping[Kind, Mapping[str, range]] = {
    Kind.TEXT: {"at_most": range(1, 501)},
    Kind.LONG_TEXT: {"at_most": range(1, LONG_MOST + 1)},
    Kind.NUMBER: {"at_least": _ANY_NUMBER, "at_most": _ANY_NUMBER, "decimals": range(7)},
    Kind.MONEY: {"at_least": _ANY_NUMBER, "at_most": _ANY_NUMBER},
    Kind.DATE: {"at_least": _DAYS, "at_most": _DAYS},
    Kind.MULTIPLE: {"at_most": range(1, MOST_OPTIONS + 1)},
    Kind.FILE: {"at_most": range(1, FILES_MOST + 1), "megabytes": range(1, 26)},
}


def parsed(told: object) -> tuple[Field, ...]:
    """The fields of a form kept as JSON. Invalid says in words which one can't stand, and why.

    Labels in at least one language; conditions and defaults on fields that are there, never in a
    circle; limits that the kind knows.
    """
    if not isinstance(told, (list, tuple)):
        raise Invalid(_("A form is a list of fields."))
    if len(told) > MOST_FIELDS:
        raise Invalid(_("A form has %(most)s fields at most.") % {"most": MOST_FIELDS})
    bare = [_read_bare(one) for one in told]
    by_key = {field.key: field for field in bare}
    if len(by_key) < len(bare):
        twice = next(field.key for field in bare if by_key[field.key] is not field)
        raise Invalid(_("The key %(key)s is there twice.") % {"key": twice})
    fields = tuple(
        replace(
            field,
            shown_if=read_condition(one.get("shown_if"), bare),
            default=_read_default(one.get("default"), field, by_key),
        )
        for field, one in zip(bare, told, strict=True)
    )
    require_no_circle(fields)
    return fields


def require_no_circle(fields: Sequence[Field]) -> None:
    """Invalid, with the names of the fields, when each decides on the other."""
    found = circle(fields)
    if not found:
        return
    names = " → ".join(f"“{field.label('pt-br')}”" for field in [*found, found[0]])
    raise Invalid(_("These fields wait for each other in a circle: %(names)s.") % {"names": names})


def as_json(fields: Iterable[Field]) -> list[dict[str, Any]]:
    """The fields as they are kept; what is empty is left out."""
    return [
        {
            "key": field.key,
            "kind": str(field.kind),
            "labels": dict(field.labels),
            **({"help": dict(field.help)} if field.help else {}),
            **({"options": [_option(one) for one in field.options]} if field.options else {}),
            **({"is_required": True} if field.is_required else {}),
            **({"shown_if": dict(field.shown_if)} if field.shown_if else {}),
            **({"default": dict(field.default)} if field.default else {}),
            **({"limits": dict(field.limits)} if field.limits else {}),
        }
        for field in fields
    ]


def read_words(told: object, most: int = LABEL_MOST) -> dict[str, str]:
    """Words by language, blanks gone, a language without words left out. Invalid else."""
    if told is None:
        return {}
    if not isinstance(told, Mapping) or not all(isinstance(one, str) for one in told.values()):
        raise Invalid(_("Words are given by language: pt-br and en."))
    if unknown := set(told) - set(LANGUAGES):
        raise Invalid(_("There is no language %(name)s here.") % {"name": min(map(str, unknown))})
    found = {name: clean(told[name]).strip() for name in LANGUAGES if told.get(name, "").strip()}
    if any(len(words) > most for words in found.values()):
        raise Invalid(_("This is too long: %(most)s characters are the most.") % {"most": most})
    return found


def _option(option: Option) -> dict[str, Any]:
    return {"value": option.value, "labels": dict(option.labels)}


def _read_bare(told: object) -> Field:
    """A field without what it says of others."""
    if not isinstance(told, Mapping):
        raise Invalid(_("A form is a list of fields."))
    if unknown := set(map(str, told)) - _PARTS:
        raise Invalid(_("A field has no %(name)s.") % {"name": min(unknown)[:40]})
    key, kind = told.get("key"), told.get("kind")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Invalid(_("A field's key is written in small letters and digits."))
    if kind not in set(Kind):
        raise Invalid(_("There is no such kind of field."))
    labels = read_words(told.get("labels"))
    if not labels:
        raise Invalid(_("Say what the field %(key)s is called.") % {"key": key})
    if not isinstance(told.get("is_required", False), bool):
        raise Invalid(_("A field is required or not: true or false."))
    field = Field(
        key=key,
        kind=Kind(kind),
        labels=labels,
        help=read_words(told.get("help"), HELP_MOST),
        is_required=told.get("is_required", False),
    )
    options = _read_options(field, told.get("options"))
    return replace(field, options=options, limits=_read_limits(field, told.get("limits")))


def _read_options(field: Field, told: object) -> tuple[Option, ...]:
    if field.kind not in LISTED:
        if told:
            raise Invalid(_("“%(label)s” has no choices.") % {"label": field.label("pt-br")})
        return ()
    if not isinstance(told, (list, tuple)) or not told:
        raise Invalid(_("“%(label)s” needs choices.") % {"label": field.label("pt-br")})
    if len(told) > MOST_OPTIONS:
        raise Invalid(_("%(most)s are the most.") % {"most": MOST_OPTIONS})
    options: dict[str, Option] = {}
    for one in told:
        if not isinstance(one, Mapping) or set(one) - {"value", "labels"}:
            raise Invalid(_("Each choice has a value and words."))
        value, labels = one.get("value"), read_words(one.get("labels"))
        if not isinstance(value, str) or not _VALUE.fullmatch(value) or not labels:
            raise Invalid(_("Each choice has a value and words."))
        if value in options:
            raise Invalid(_("The value %(value)s is there twice.") % {"value": value})
        options[value] = Option(value, labels)
    return tuple(options.values())


def _read_limits(field: Field, told: object) -> dict[str, int]:
    if not told:
        return {}
    known = LIMITS.get(field.kind, {})
    if not isinstance(told, Mapping) or set(map(str, told)) - set(known):
        raise Invalid(_("“%(label)s” has no such limit.") % {"label": field.label("pt-br")})
    found = {str(name): value for name, value in told.items() if value is not None}
    for name, value in found.items():
        if type(value) is not int or value not in known[name]:
            raise Invalid(
                _("A limit of “%(label)s” is out of bounds.") % {"label": field.label("pt-br")}
            )
    if found.get("at_least", -(10**13)) > found.get("at_most", 10**13):
        raise Invalid(
            _("The least is more than the most: “%(label)s”.") % {"label": field.label("pt-br")}
        )
    return found


def _read_default(told: object, field: Field, by_key: Mapping[str, Field]) -> dict[str, Any] | None:
    default = read_default(told, field, by_key)
    if default is None or default["from"] != Source.VALUE:
        return default
    try:
        read_value(field, default["value"], Facts(date(2000, 1, 1)))
    except Wrong as wrong:
        raise Invalid(
            _("The default does not fit “%(label)s”: %(reason)s")
            % {"label": field.label("pt-br"), "reason": wrong.words}
        ) from None
    return default
