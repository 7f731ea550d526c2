"""Ways of reading what is missing about what is asked."""

from __future__ import annotations

from contextlib import suppress

from balcao.core import clock
from balcao.core.errors import Refusal
from balcao.insights.gap import queries

from .reading import browser, by_token, told
from .world import Visitor, World


def lacked(world: World, visitor: Visitor, name: str) -> str:
    """The information gap as the domain, the page and the API tell it."""
    shown = told(browser(visitor).get("/lacunas/?dias=30")) + by_token(visitor, "/gaps")
    with suppress(Refusal):
        shown += repr(queries.gaps(visitor.actor, clock.today(), clock.today()))
    return shown
