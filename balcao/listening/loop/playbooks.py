"""The library of playbooks: those that come with the desk, and one's own in their place or beside."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from balcao.core.sql import Row, rows

_SHIPPED = Path(__file__).parent / "shipped" / "playbooks.json"
_OWN = """
SELECT DISTINCT ON (b.key) b.key, b.version, b.name, b.steps FROM loop_playbook b
ORDER BY b.key, b.version DESC
"""


def playbooks() -> list[Row]:
    """Every playbook as it is now, the shipped ones first; `is_shipped` while nobody changed it."""
    own = {one["key"]: one | {"is_shipped": False} for one in rows(_OWN)}
    told = [own.pop(one["key"], one) for one in shipped()]
    return [dict(one) for one in [*told, *own.values()]]


def playbook(key: str) -> Row | None:
    """One of them by its key."""
    return next((one for one in playbooks() if one["key"] == key), None)


def frozen(key: str) -> dict[str, Any]:
    """What a task keeps of a playbook; nothing where there is none."""
    return _kept(playbook(key) if key else None)


def shipped_book(key: str) -> dict[str, Any]:
    """The same of one that nobody changed."""
    return _kept(next((one for one in shipped() if one["key"] == key), None))


def _kept(found: Row | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {name: found[name] for name in ("key", "version", "name", "steps")}


@cache
def shipped() -> tuple[Row, ...]:
    """Those that come with the desk, as version 0 of each key."""
    told = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return tuple(one | {"version": 0, "is_shipped": True} for one in told)
