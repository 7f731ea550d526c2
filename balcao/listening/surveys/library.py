"""The library of items: those that come along, and the company's own beside them.

Shipped items lie in `shipped/` as files: our own words in both languages, nothing that needs a
licence. An own item under the same key is a later version of it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from balcao.core.sql import Row, row, rows

from .rules import read_item

SHIPPED = Path(__file__).resolve().parent / "shipped"
THEMES = (
    "scores",
    "experience",
    "heard",
    "culture",
    "informed",
    "between_departments",
    "climate",
    "stages",
    "consents",
)
_OWN = """
SELECT DISTINCT ON (key) key, version, kind, words, help, options, source, false AS is_shipped
FROM surveys_item {where} ORDER BY key, version DESC
"""


def found_item(key: str) -> Row | None:
    """The latest version of an item, own or shipped; None when there is none."""
    own = row(_OWN.format(where="WHERE key = %(key)s"), {"key": key})
    return own or next((item for item in shipped() if item["key"] == key), None)


def all_items() -> list[Row]:
    """Every item in its latest version: shipped ones theme by theme, then the company's own by key."""
    own = rows(_OWN.format(where=""))
    keys = {item["key"] for item in own}
    return [item for item in shipped() if item["key"] not in keys] + [
        {**item, "theme": "own"} for item in own
    ]


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """The items that come along, read once, as strictly as an import."""
    found = []
    for theme in THEMES:
        told = json.loads((SHIPPED / f"{theme}.json").read_text(encoding="utf-8"))
        for entry in told["items"]:
            item = read_item(entry)
            found.append(
                {
                    "key": item.key,
                    "version": entry.get("version", 1),
                    "kind": str(item.kind),
                    "words": item.words,
                    "help": item.help,
                    "options": item.options,
                    "source": item.source,
                    "is_shipped": True,
                    "theme": theme,
                }
            )
    return tuple(found)
