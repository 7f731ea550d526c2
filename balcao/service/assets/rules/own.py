"""Values of a type's own fields, as they are typed in a form or in the cell of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from balcao.core.forms import Facts, Field, Kind, checked, shown_value
from balcao.core.text import fold

from .refusals import WrongAsset

# Who uses it and what it belongs to are said of every asset; files are kept with tickets.
KINDS = (
    Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE, Kind.MULTIPLE,
    Kind.YES_NO, Kind.EMAIL, Kind.PHONE,
)  # fmt: skip
_YES_NO = {"sim": True, "s": True, "yes": True, "nao": False, "n": False, "no": False}


def checked_values(
    fields: Sequence[Field],
    told: Mapping[str, Any],
    known: Mapping[str, Any],
    today: date,
    language: str,
) -> dict[str, Any]:
    """Clean values of a type's fields: what is told over what is known, of fields that still are.

    WrongAsset with the first field that can't be so, by its label.
    """
    by_key = {field.key: field for field in fields}
    typed = {
        key: shown_value(by_key[key], value, language)
        for key, value in known.items()
        if key in by_key
    }
    typed |= {
        key: _typed(by_key[key], value) if key in by_key else value for key, value in told.items()
    }
    found = checked(fields, typed, Facts(today, language))
    for key, words in found.problems.items():
        label = by_key[key].label(language) if key in by_key else key
        raise WrongAsset("field", label, words)
    return dict(found.values)


def _typed(field: Field, value: Any) -> Any:
    """What somebody wrote in a file by the words of a choice, as a form would send it."""
    if not isinstance(value, str):
        return value
    if field.kind is Kind.YES_NO:
        return _YES_NO.get(fold(value.strip()), value)
    if field.kind is Kind.CHOICE:
        return _chosen(field, value)
    if field.kind is Kind.MULTIPLE:
        return [_chosen(field, one.strip()) for one in value.split(",") if one.strip()]
    return value


def _chosen(field: Field, value: str) -> str:
    for option in field.options:
        if fold(value) in {fold(option.value), *map(fold, option.labels.values())}:
            return option.value
    return value
