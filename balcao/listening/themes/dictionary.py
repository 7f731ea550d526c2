"""The dictionary as it stands: what comes along in `shipped/`, with the company's own changes.

Shipped words are ours, written for shops that deliver and for work in general. What the company
adds or lets go lies in tables, so that a later house may bring better words without undoing it.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from balcao.core.sql import Row, row, rows, run

from .rules import Dictionary, Phrase, compiled, normal

SHIPPED = Path(__file__).resolve().parent / "shipped"
SIDES = ("external", "internal", "both")
_ENSURE = """
INSERT INTO themes_theme (key, names, side, is_shipped)
SELECT told.key, told.names::jsonb, told.side, true
FROM unnest(%(keys)s::text[], %(names)s::text[], %(sides)s::text[]) AS told (key, names, side)
ON CONFLICT (key) DO NOTHING
"""
_OWN = """
SELECT m.theme_id, m.words, m.folded, m.is_except, m.is_dropped
FROM themes_term m JOIN themes_theme t ON t.id = m.theme_id WHERE t.retired_at IS NULL ORDER BY m.id
"""
_THEMES = """
SELECT id, key, side FROM themes_theme
WHERE retired_at IS NULL AND (side = ANY(%(sides)s)) ORDER BY id
"""

_COUNTED = """
SELECT coalesce(max(id), 0) AS last, count(*) FILTER (WHERE is_shipped)::int AS shipped
FROM themes_theme
"""


class Shipped(NamedTuple):
    """A theme that comes along: its names in both languages, its words, and where they don't count."""

    key: str
    side: str
    names: dict[str, str]
    words: tuple[str, ...]
    excepted: tuple[str, ...]


class Word(NamedTuple):
    """A word or phrase of a theme; `is_own` when the company added it."""

    theme: int
    words: str
    folded: str
    is_except: bool
    is_own: bool


@cache
def shipped() -> dict[str, Shipped]:
    """The themes that come along, by key, read once."""
    found = {}
    for side in SIDES:
        told = json.loads((SHIPPED / f"{side}.json").read_text(encoding="utf-8"))
        for one in told["themes"]:
            found[one["key"]] = Shipped(
                one["key"], side, one["names"], _listed(one["words"]), _listed(one["except"])
            )
    return found


def ensure() -> None:
    """See to it that every theme that comes along has its row."""
    told = list(shipped().values())
    run(
        _ENSURE,
        {
            "keys": [one.key for one in told],
            "names": [json.dumps(one.names, ensure_ascii=False) for one in told],
            "sides": [one.side for one in told],
        },
    )


def edition() -> int:
    """The number of the last change of the dictionary; 0 before the first."""
    found = row("SELECT coalesce(max(id), 0) AS number FROM themes_edition")
    assert found is not None
    return int(found["number"])


def of_side(side: str) -> Dictionary:
    """What is looked for on one side of the counter, as of the last change."""
    return _made(side, *_state())


def words(theme_ids: list[int] | None = None) -> list[Word]:
    """The words of these themes (of all that are in use), shipped ones first, changes applied."""
    _state()
    own = rows(_OWN)
    told = [
        word for theme in rows(_THEMES, {"sides": list(SIDES)}) for word in _of_theme(theme, own)
    ]
    return told if theme_ids is None else [one for one in told if one.theme in set(theme_ids)]


def _state() -> tuple[int, int]:
    """What tells one state of the dictionary from another: its edition and its last theme.

    A theme that a newer house brings along is there from its first use.
    """
    found = row(_COUNTED)
    assert found is not None
    if found["shipped"] < len(shipped()):
        ensure()
        return _state()
    return edition(), found["last"]


@lru_cache(maxsize=8)
def _made(side: str, _edition: int, _last: int) -> Dictionary:
    own = rows(_OWN)
    found = rows(_THEMES, {"sides": [side, "both"]})
    return compiled(
        Phrase(one.theme, one.words, one.is_except)
        for theme in found
        for one in _of_theme(theme, own)
    )


def _of_theme(theme: Row, own: list[Row]) -> list[Word]:
    mine = [one for one in own if one["theme_id"] == theme["id"]]
    dropped = {(one["folded"], one["is_except"]) for one in mine if one["is_dropped"]}
    told = [one for one in _shipped_words(theme) if (one.folded, one.is_except) not in dropped]
    return told + [
        Word(theme["id"], one["words"], one["folded"], one["is_except"], True)
        for one in mine
        if not one["is_dropped"]
    ]


def _shipped_words(theme: Row) -> list[Word]:
    one = shipped().get(theme["key"])
    if one is None:
        return []
    told = [(words, False) for words in one.words] + [(words, True) for words in one.excepted]
    return [Word(theme["id"], words, normal(words), is_except, False) for words, is_except in told]


def _listed(lines: list[str]) -> tuple[str, ...]:
    """The phrases of a theme, which lie several a line."""
    return tuple(one.strip() for line in lines for one in line.split(","))
