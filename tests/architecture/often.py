"""What is asked often enough to be a subject, with words planted in it."""

from __future__ import annotations

from balcao.insights.gap.rules import FEWEST
from balcao.service.tickets.models import Ticket
from tests.cast import Cast


def often_asked(cast: Cast) -> None:
    """As many closed tickets as make a subject: of SAC, by a customer, and of a confidential team.

    Without the lure: who looks for that finds few things at once."""
    for name, team in (("joao", "sac"), ("lia", "rh")):
        for _number in range(FEWEST):
            made = cast.ticket(name, team, f"lacuna{team}")
            Ticket.objects.filter(pk=made.pk).update(status="closed", waiting_since=None)
