"""Problems with their tickets, made through the room's own actions."""

from __future__ import annotations

from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.problems import actions, sending
from balcao.service.problems.actions import Draft
from balcao.service.problems.models import Broadcast, Problem
from balcao.service.problems.rules import GRACE
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

NOTE = Draft(
    "Nota fiscal não sai",
    symptom="Aparece erro ao emitir a nota fiscal.",
    cause="Certificado vencido.",
    workaround="Emitir pelo site da prefeitura.",
)


def problem(cast: Cast, *tickets: Ticket, team: str = "ti", draft: Draft = NOTE) -> Problem:
    """A problem of a team with these tickets."""
    made = actions.open_problem(SYSTEM, cast.teams[team].pk, draft)
    if tickets:
        actions.attach(SYSTEM, made.pk, [ticket.pk for ticket in tickets])
    return made


def sent(broadcast: Broadcast) -> tuple[int, int]:
    """Its moment of grace is over and it goes out: in how many it was said, in how many not."""
    with clock.at(broadcast.begins_at + GRACE + timedelta(seconds=1)):
        return sending.send(broadcast.pk)
