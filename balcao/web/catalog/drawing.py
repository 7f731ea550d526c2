"""A form as it is drawn: the fields that are shown, what they say, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from balcao.core.actor import Actor
from balcao.core.forms import Checked, Field, Kind
from balcao.core.forms import worded as in_words
from balcao.service.assets import queries as assets
from balcao.service.catalog.queries import teams_for

TYPES = {Kind.EMAIL: "email", Kind.PERSON: "email", Kind.PHONE: "tel", Kind.DATE: "date"}


class Drawn(NamedTuple):
    """One field as a template shows it; `was` is what its default said, as the form sends it back."""

    key: str
    kind: str
    label: str
    help: str
    is_required: bool
    value: Any
    was: list[str] | None
    options: list[tuple[str, str]]
    type: str
    attrs: dict[str, Any]
    error: str


def drawn(
    actor: Actor,
    fields: Sequence[Field],
    typed: Mapping[str, Any],
    checked: Checked,
    language: str,
    *,
    with_problems: bool,
) -> list[Drawn]:
    """The fields that these values show, each saying what was typed, else what its default says."""
    return [
        Drawn(
            key=field.key,
            kind=str(field.kind),
            label=field.label(language),
            help=in_words(field.help, language),
            is_required=field.is_required,
            value=_value(field, typed, checked),
            was=_was(field, checked),
            options=_options(actor, field, language),
            type=TYPES.get(field.kind, "text"),
            attrs=_attrs(field),
            error=checked.problems.get(field.key, "") if with_problems else "",
        )
        for field in fields
        if field.key in checked.shown
    ]


def _value(field: Field, typed: Mapping[str, Any], checked: Checked) -> Any:
    nothing: Any = [] if field.kind is Kind.MULTIPLE else ""
    return typed.get(field.key, checked.offered.get(field.key, nothing))


def _was(field: Field, checked: Checked) -> list[str] | None:
    if field.key not in checked.offered:
        return None
    told = checked.offered[field.key]
    return list(told) if isinstance(told, list) else [str(told)]


def _options(actor: Actor, field: Field, language: str) -> list[tuple[str, str]]:
    if field.kind is Kind.TEAM:
        return [(str(number), name) for number, name in teams_for(actor)]
    if field.kind is Kind.ASSET:
        return [
            (asset["number"], f"{asset['number']} · {asset['name']}")
            for asset in assets.mine(actor)
        ]
    return [(option.value, in_words(option.labels, language)) for option in field.options]


def _attrs(field: Field) -> dict[str, Any]:
    most = field.limits.get("at_most")
    match field.kind:
        case Kind.TEXT:
            return {"maxlength": most or 200}
        case Kind.LONG_TEXT:
            return {"maxlength": most or 4000}
        case Kind.NUMBER | Kind.MONEY:
            return {"inputmode": "decimal", "autocomplete": "off"}
        case Kind.CPF_CNPJ | Kind.PERSON | Kind.EMAIL:
            return {"autocomplete": "off"}
        case _:
            return {}
