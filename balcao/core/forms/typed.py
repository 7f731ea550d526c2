"""What an HTML form says, as `checked` reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .fields import Field, Kind

GetList = Callable[[str], list[str]]
WAS = "was."


def typed(fields: Iterable[Field], getlist: GetList) -> dict[str, Any]:
    """The values that a form holds, by key.

    A field that still says what its default said (`was.KEY` beside it) is left out, so that a
    default made of other fields follows them until somebody writes over it.
    """
    found: dict[str, Any] = {}
    for field in fields:
        given, was = getlist(field.key), getlist(WAS + field.key)
        if not given or field.kind is Kind.FILE or (was and _same(given, was)):
            continue
        found[field.key] = given if field.kind is Kind.MULTIPLE else given[-1]
    return found


def _same(given: list[str], was: list[str]) -> bool:
    return [one for one in given if one] == [one for one in was if one]
