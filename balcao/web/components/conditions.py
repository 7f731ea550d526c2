"""A condition as a form of lines: field, how it is compared, value; of whatever is built with fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core.forms import Condition, Field, Kind, Operator, shown_value, told_value, worded
from balcao.core.forms.numbers import decimal_of
from balcao.core.text import fold

MOST_RULES = 3
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
OPERATORS: list[tuple[str, str | Promise]] = [
    (Operator.IS, gettext_lazy("is")),
    (Operator.IS_NOT, gettext_lazy("is not")),
    (Operator.AT_LEAST, gettext_lazy("is at least")),
    (Operator.AT_MOST, gettext_lazy("is at most")),
    (Operator.CONTAINS, gettext_lazy("contains")),
    (Operator.IS_FILLED, gettext_lazy("is filled in")),
    (Operator.IS_EMPTY, gettext_lazy("is empty")),
]


def lines(there: Condition | None) -> list[dict[str, Any]]:
    """The lines of a condition, with empty ones to write on."""
    found = list((there or {}).get("rules", ()))
    return [*found, *({} for _n in range(max(1, MOST_RULES - len(found))))]


def line_value(rule: Mapping[str, Any], others: Sequence[Field], language: str) -> str:
    """What a line compares with, as one writes it."""
    field = next((one for one in others if one.key == rule.get("field")), None)
    if field is None or "value" not in rule:
        return ""
    if field.kind in NUMBERS:
        return str(shown_value(field, rule["value"], language))
    if field.kind is Kind.DATE:
        return str(rule["value"])
    return told_value(field, rule["value"], language)


def suggested(others: Sequence[Field], language: str) -> list[str]:
    """Values that a line may wait for, as one writes them."""
    found = [worded(option.labels, language) for one in others for option in one.options]
    if any(one.kind is Kind.YES_NO for one in others):
        found += [_("Yes"), _("No")]
    return list(dict.fromkeys(found))


def condition(posted: QueryDict, others: Sequence[Field]) -> dict[str, Any] | None:
    """What the lines say, as the domain reads it; None without any."""
    by_key = {field.key: field for field in others}
    told = zip(
        posted.getlist("if-field"),
        posted.getlist("if-operator"),
        posted.getlist("if-value"),
        strict=False,
    )
    found = [
        {"field": key, "operator": operator, **_value(by_key.get(key), operator, value)}
        for key, operator, value in told
        if key
    ]
    return {"when": posted.get("if-when", "all"), "rules": found} if found else None


def _value(field: Field | None, operator: str, value: str) -> dict[str, Any]:
    """A value as it was written: of a choice its label does, of yes and no either language."""
    if operator in ("is_filled", "is_empty"):
        return {}
    bare = value.strip()
    if field is None:
        return {"value": bare}
    if field.kind is Kind.YES_NO:
        known = {"sim": True, "yes": True, "nao": False, "no": False}
        return {"value": known.get(fold(bare), bare)}
    if field.kind in NUMBERS:
        return {"value": number(bare)}
    for option in field.options:
        if fold(bare) in {option.value, *(fold(said) for said in option.labels.values())}:
            return {"value": option.value}
    return {"value": bare}


def number(told: str) -> str:
    """A number as it is kept, however it was written; what is none stays as it is."""
    found = decimal_of(told, "pt-br")
    return told if found is None else str(found)
