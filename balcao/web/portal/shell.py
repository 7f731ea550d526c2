"""What surrounds the portal's own pages, and who comes in from the street."""

from __future__ import annotations

from balcao.core.actor import NOBODY, Actor, Hat

from ..client_shell import frame, show

__all__ = ["frame", "show", "visitor"]


def visitor() -> Actor:
    """Somebody from outside whom nobody has asked for a name yet."""
    return Actor(hats=frozenset({Hat.EXTERNAL}), language=NOBODY.language)
