"""A desk whose two sides can be counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.insights.balance.rules import Period, period
from balcao.service.sla.actions import fire_due
from balcao.service.sla.tests.promising import here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

NOW = here("2026-05-14T17:30")
WEEK, MONTH = (period(days, NOW, "America/Sao_Paulo") for days in (7, 30))


def promised() -> None:
    """A first reply within two working hours, promised to both sides."""
    promise("first_reply", 2, name="Cliente")
    promise("first_reply", 2, name="Casa", side="internal")


def answered(
    cast: Cast, who: str, inbox: str, by: str, at: datetime, *, hours: float = 1, end: bool = False
) -> Ticket:
    """A ticket asked at that instant, answered so many hours later, and resolved if `end`."""
    with clock.at(at):
        ticket = cast.ticket(who, inbox)
    later = at + timedelta(hours=hours)
    fire_due(SYSTEM, later)
    with clock.at(later):
        tickets.reply(cast.actor(by), ticket.pk, Said("Bom dia"))
        if end:
            tickets.resolve(cast.actor(by), ticket.pk)
    return ticket


__all__ = ["MONTH", "NOW", "WEEK", "Period", "answered", "here", "promised"]
