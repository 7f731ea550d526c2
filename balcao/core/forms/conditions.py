"""When a field is shown at all: the values of others decide.

A condition is {"when": "all" or "any", "rules": [{"field", "operator", "value"}, …]}. A field that is
empty, or not shown, fulfils nothing but `is_empty`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from balcao.core.errors import Invalid
from balcao.core.text import clean, fold

from .fields import Field, Kind, choices
from .numbers import canonical, decimal_of

Condition = Mapping[str, Any]
MOST_RULES = 10
MOST_CONTAINED = 100
ALL, ANY = "all", "any"


class Operator(StrEnum):
    """How a field's value is compared with the value of a rule."""

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    CONTAINS = "contains"
    IS_FILLED = "is_filled"
    IS_EMPTY = "is_empty"


WITHOUT_VALUE = frozenset({Operator.IS_FILLED, Operator.IS_EMPTY})
_FILLED = (Operator.IS_FILLED, Operator.IS_EMPTY)
_EQUAL = (Operator.IS, Operator.IS_NOT)
_ORDERED = (*_EQUAL, Operator.AT_LEAST, Operator.AT_MOST, *_FILLED)
_WORDS = (Operator.CONTAINS, *_EQUAL, *_FILLED)
OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: _WORDS,
    Kind.LONG_TEXT: (Operator.CONTAINS, *_FILLED),
    Kind.NUMBER: _ORDERED,
    Kind.MONEY: _ORDERED,
    Kind.DATE: _ORDERED,
    Kind.CHOICE: (*_EQUAL, *_FILLED),
    Kind.MULTIPLE: (Operator.CONTAINS, *_FILLED),
    Kind.YES_NO: (Operator.IS, *_FILLED),
    Kind.PERSON: _FILLED,
    Kind.TEAM: _FILLED,
    Kind.FILE: _FILLED,
    Kind.EMAIL: _WORDS,
    Kind.PHONE: _FILLED,
    Kind.CPF_CNPJ: _FILLED,
    Kind.ASSET: _FILLED,
}


def holds(condition: Condition | None, values: Mapping[str, Any]) -> bool:
    """Whether a condition is fulfilled by clean values; one without rules always is."""
    if not condition or not condition.get("rules"):
        return True
    met = (_is_met(rule, values) for rule in condition["rules"])
    return any(met) if condition.get("when") == ANY else all(met)


def named_in(condition: Condition | None) -> list[str]:
    """The keys of the fields a condition looks at."""
    return [rule["field"] for rule in (condition or {}).get("rules", ())]


def read_condition(told: object, fields: Iterable[Field]) -> dict[str, Any] | None:
    """A condition on these fields as it is kept, None for none. Invalid says what is wrong."""
    if not told:
        return None
    if not isinstance(told, Mapping) or not isinstance(told.get("rules"), (list, tuple)):
        raise Invalid(_("This is no condition."))
    if unknown := set(told) - {"when", "rules"}:
        raise Invalid(_("A condition has no %(name)s.") % {"name": min(map(str, unknown))})
    if told.get("when", ALL) not in (ALL, ANY):
        raise Invalid(_("A condition wants all of its lines, or any."))
    if len(told["rules"]) > MOST_RULES:
        raise Invalid(_("%(most)s are the most.") % {"most": MOST_RULES})
    by_key = {field.key: field for field in fields}
    rules = [_read_rule(rule, by_key) for rule in told["rules"]]
    return {"when": told.get("when", ALL), "rules": rules} if rules else None


def _read_rule(told: object, by_key: Mapping[str, Field]) -> dict[str, Any]:
    if not isinstance(told, Mapping) or set(told) - {"field", "operator", "value"}:
        raise Invalid(_("This is no condition."))
    field = by_key.get(str(told.get("field")))
    if field is None:
        raise Invalid(
            _("The condition speaks of a field that is not there: %(key)s.")
            % {"key": str(told.get("field"))[:40]}
        )
    operator = told.get("operator")
    if operator not in OPERATORS[field.kind]:
        raise Invalid(
            _("“%(label)s” can't be compared so.") % {"label": field.label("pt-br")},
        )
    if operator in WITHOUT_VALUE:
        return {"field": field.key, "operator": str(operator)}
    return {
        "field": field.key,
        "operator": str(operator),
        "value": _read_value(field, told.get("value")),
    }


def _read_value(field: Field, value: object) -> str | bool:
    """What a rule compares with, in the form of the field's own clean values."""
    match field.kind:
        case Kind.YES_NO if isinstance(value, bool):
            return value
        case Kind.NUMBER | Kind.MONEY if (number := decimal_of(value, "en")) is not None:
            return canonical(field.kind, number)
        case Kind.DATE if isinstance(value, str) and _is_date(value):
            return value
        case Kind.CHOICE | Kind.MULTIPLE if value in choices(field):
            return str(value)
        case Kind.TEXT | Kind.LONG_TEXT | Kind.EMAIL if isinstance(value, str):
            words = clean(value).strip()
            if 0 < len(words) <= MOST_CONTAINED:
                return words
    raise Invalid(
        _("The condition waits for a value that “%(label)s” can't have.")
        % {"label": field.label("pt-br")}
    )


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-01-31")


def _is_met(rule: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    value, wanted = values.get(rule["field"]), rule.get("value")
    is_empty = value is None or value in ("", [], {})
    match rule["operator"]:
        case Operator.IS_FILLED:
            return not is_empty
        case Operator.IS_EMPTY:
            return is_empty
        case _ if is_empty:
            return False
        case Operator.CONTAINS:
            return _is_within(wanted, value)
        case Operator.IS:
            return bool(_said(value) == _said(wanted))
        case Operator.IS_NOT:
            return bool(_said(value) != _said(wanted))
        case Operator.AT_LEAST:
            return bool(_ordered(value) >= _ordered(wanted))
        case _:
            return bool(_ordered(value) <= _ordered(wanted))


def _is_within(wanted: Any, value: Any) -> bool:
    return fold(str(wanted)) in fold(value) if isinstance(value, str) else wanted in list(value)


def _said(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def _ordered(value: Any) -> Any:
    """A clean number as a number; a clean date as it is: its ISO form is in order already."""
    return date.fromisoformat(value) if _is_date(value) else Decimal(value)
