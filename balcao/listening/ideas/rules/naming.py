"""How somebody is called on a board."""

from __future__ import annotations


def shown_name(name: str, preferred: str, *, among_customers: bool) -> str:
    """Among customers the name they chose or their first one; among colleagues the whole name."""
    if preferred:
        return preferred
    return (name.split() or [""])[0] if among_customers else name
