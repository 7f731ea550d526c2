"""The form of a bundle as it is drawn: every field at once, since its tasks decide and not its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from balcao.core.forms import Field, Kind, worded

TYPES = {Kind.EMAIL: "email", Kind.PERSON: "email", Kind.PHONE: "tel", Kind.DATE: "date"}


class Drawn(NamedTuple):
    """One field as the template shows it."""

    key: str
    kind: str
    label: str
    help: str
    is_required: bool
    value: Any
    options: list[tuple[str, str]]
    type: str
    error: str


def drawn(
    fields: Sequence[Field], values: Mapping[str, Any], problems: Mapping[str, str], language: str
) -> list[Drawn]:
    """The fields with what was typed into them and what is wrong with it."""
    return [
        Drawn(
            key=field.key,
            kind=str(field.kind),
            label=field.label(language),
            help=worded(field.help, language),
            is_required=field.is_required,
            value=values.get(field.key, [] if field.kind is Kind.MULTIPLE else ""),
            options=[(one.value, worded(one.labels, language)) for one in field.options],
            type=TYPES.get(field.kind, "text"),
            error=problems.get(field.key, ""),
        )
        for field in fields
    ]
