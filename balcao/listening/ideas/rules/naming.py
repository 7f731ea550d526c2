"""How somebody is called on a board."""

from __future__ import annotations

from .states import Audience


def shown_name(name: str, preferred: str, audience: str) -> str:
    """Among customers the name they chose or their first one; among colleagues the whole name."""
    if preferred:
        return preferred
    return name if audience != Audience.CUSTOMERS else (name.split() or [""])[0]
