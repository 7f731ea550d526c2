"""A line of a file as an asset, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from balcao.core import cells as values
from balcao.core.tables import REPLACED

from .columns import Columns, state_of
from .refusals import WrongAsset
from .told import LONGEST, NOTES_MOST, Told, clean_number

_NOTHING = frozenset({"-", "\N{EN DASH}", "\N{EM DASH}"})
_LONGEST = {**LONGEST, "type": 80, "notes": NOTES_MOST, "number": 60}
OWN_LONGEST = 500


def read_line(columns: Columns, cells: Sequence[str]) -> Told:
    """The asset that a line tells; empty cells say nothing, and `own` is by the column's spoken name.

    WrongAsset with the first reason why it can't be read.
    """
    if any(cell.strip() for cell in cells[columns.width :]):
        raise WrongAsset("cells")
    told = {name: _cell(name, cells, place) for name, place in columns.places.items()}
    number = clean_number(_words("number", told.pop("number")))
    said = {name: _value(name, cell) for name, cell in told.items() if cell}
    own = {name: _cell(name, cells, place) for name, place in columns.own.items()}
    own = {name: _read(name, values.read_words, cell, OWN_LONGEST) for name, cell in own.items()}
    return Told(number, said, {name: cell for name, cell in own.items() if cell})


def _value(name: str, cell: str) -> Any:
    if name in ("bought_on", "warranty_until"):
        return _read(name, values.read_date, cell)
    if name == "price":
        return _read(name, values.read_amount, cell)
    if name == "state":
        state = state_of(cell)
        if state is None:
            raise WrongAsset("state", "state", cell)
        return str(state)
    if name == "owner":
        return _words("owner", cell.lower())
    return _words(name, cell)


def _words(name: str, cell: str) -> str:
    found: str = _read(name, values.read_words, cell, _LONGEST.get(name, 254))
    return found


def _read(name: str, reading: Callable[..., Any], *told: Any) -> Any:
    try:
        return reading(*told)
    except values.WrongCell as wrong:
        raise WrongAsset(wrong.reason, name, wrong.value) from None


def _cell(name: str, cells: Sequence[str], place: int) -> str:
    told = cells[place].replace("\xa0", " ").strip() if place < len(cells) else ""
    if REPLACED in told:
        raise WrongAsset("unreadable", name)
    return "" if told in _NOTHING else told


def spelled(own: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """Values of a type's fields by their keys, given the spoken names of its fields. WrongAsset for a
    column that belongs to another type."""
    for name in own:
        if name not in keys:
            raise WrongAsset("no_field", name)
    return {keys[name]: value for name, value in own.items()}
