"""Values and conditions in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core.phones import format_phone

from .conditions import ANY, Condition, Operator
from .fields import LOOKED_UP, Field, Kind, worded


def told(
    fields: Iterable[Field],
    values: Mapping[str, Any],
    language: str,
    names: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """Label and value of each field that holds one, in the form's order and the reader's language."""
    names = names or {}
    return [
        (
            field.label(language),
            told_value(field, values[field.key], language, names.get(field.key)),
        )
        for field in fields
        if values.get(field.key) not in (None, "", [])
    ]


def told_value(field: Field, value: Any, language: str, name: str | None = None) -> str:
    """A clean value as people read it; `name` is whom or what an id means."""
    locale = "pt_BR" if language.startswith("pt") else "en"
    if field.kind in LOOKED_UP:
        return name or f"#{value}"
    match field.kind:
        case Kind.NUMBER:
            return str(format_decimal(Decimal(value), locale=locale))
        case Kind.MONEY:
            return str(format_currency(Decimal(value), "BRL", locale=locale)).replace("\xa0", " ")
        case Kind.DATE:
            return str(format_date(date.fromisoformat(value), "short", locale=locale))
        case Kind.CHOICE | Kind.MULTIPLE:
            listed = [value] if isinstance(value, str) else value
            return ", ".join(_option(field, one, language) for one in listed)
        case Kind.YES_NO:
            with translation.override(language):
                return _("Yes") if value else _("No")
        case Kind.PHONE:
            return format_phone(value)
        case Kind.FILE:
            return ", ".join(value)
        case _:
            return str(value)


def told_condition(condition: Condition | None, fields: Iterable[Field], language: str) -> str:
    """A condition as a sentence: “Type” is Notebook and “Amount” is at least R$ 8.000,00."""
    if not condition or not condition.get("rules"):
        return ""
    by_key = {field.key: field for field in fields}
    with translation.override(language):
        lines = [_told_rule(rule, by_key, language) for rule in condition["rules"]]
        return (_(" or ") if condition.get("when") == ANY else _(" and ")).join(lines)


def _told_rule(rule: Mapping[str, Any], by_key: Mapping[str, Field], language: str) -> str:
    field = by_key.get(rule["field"])
    if field is None:
        return f"“{rule['field']}”"
    value = told_value(field, rule["value"], language) if "value" in rule else ""
    return _SENTENCES[rule["operator"]]() % {"label": field.label(language), "value": value}


_SENTENCES = {
    Operator.IS: lambda: _("“%(label)s” is %(value)s"),
    Operator.IS_NOT: lambda: _("“%(label)s” is not %(value)s"),
    Operator.AT_LEAST: lambda: _("“%(label)s” is at least %(value)s"),
    Operator.AT_MOST: lambda: _("“%(label)s” is at most %(value)s"),
    Operator.CONTAINS: lambda: _("“%(label)s” holds %(value)s"),
    Operator.IS_FILLED: lambda: _("“%(label)s” is filled in"),
    Operator.IS_EMPTY: lambda: _("“%(label)s” is empty"),
}


def _option(field: Field, value: str, language: str) -> str:
    found = next((option for option in field.options if option.value == value), None)
    return worded(found.labels, language) if found else value
