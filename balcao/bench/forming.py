"""How long a form of sixty conditional fields takes, from its JSON to clean values."""

from __future__ import annotations

from datetime import date
from statistics import median
from timeit import repeat
from typing import Any

from balcao.core import forms

from .report import Aim

FIELDS = 60
ROUNDS, CALLS = 7, 50
_KINDS = ("choice", "money", "date", "text", "multiple", "yes_no")
_VALUES: dict[str, Any] = {
    "choice": "b",
    "money": "8.000,00",
    "date": "31/12/2026",
    "text": "palavras",
    "multiple": ["a", "c"],
    "yes_no": "yes",
}
_OPERATORS = {"choice": "is", "money": "at_least", "multiple": "contains"}
_WANTED = {"choice": "b", "money": 8000, "multiple": "c"}


def aim() -> Aim:
    """The aim of validating that form, in ms."""
    name = f"a form of {FIELDS} conditional fields read and validated"
    return Aim(name, milliseconds(), 10, "ms")


def milliseconds() -> float:
    """The time of reading and checking it once, in ms: the median of several rounds.

    Every field is shown: each waits for the one before it, so all are checked.
    """
    told, values = form(), sent()
    facts = forms.Facts(date(2026, 11, 20), requester={"name": "Ana"})

    def validate() -> forms.Checked:
        return forms.checked(forms.parsed(told), values, facts)

    assert len(validate().values) == FIELDS
    return median(repeat(validate, repeat=ROUNDS, number=CALLS)) / CALLS * 1_000


def form() -> list[dict[str, Any]]:
    """The form as it is kept: six kinds in turn, each shown for what the one before it says."""
    return [_field(number) for number in range(FIELDS)]


def sent() -> dict[str, Any]:
    """What fills it in so that every field is shown."""
    return {f"f{number}": _VALUES[_kind(number)] for number in range(FIELDS)}


def _field(number: int) -> dict[str, Any]:
    kind = _kind(number)
    told: dict[str, Any] = {
        "key": f"f{number}",
        "kind": kind,
        "labels": {"pt-br": f"Campo {number}", "en": f"Field {number}"},
        "is_required": True,
    }
    if kind in ("choice", "multiple"):
        told["options"] = [{"value": one, "labels": {"pt-br": one}} for one in "abc"]
    if kind == "text":
        told["default"] = {"from": "template", "text": "Para {name}"}
    if number:
        told["shown_if"] = {"when": "all", "rules": [_rule(number - 1)]}
    return told


def _rule(number: int) -> dict[str, Any]:
    kind = _kind(number)
    rule = {"field": f"f{number}", "operator": _OPERATORS.get(kind, "is_filled")}
    return rule | ({"value": _WANTED[kind]} if kind in _WANTED else {})


def _kind(number: int) -> str:
    return _KINDS[number % len(_KINDS)]
