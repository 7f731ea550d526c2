"""One message to all tickets of a problem: how long until each of many has it in its own thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from balcao.core import clock
from balcao.core.actor import Hat
from balcao.core.sql import rows
from balcao.register.access.actors import Level, actor_of
from balcao.service.problems import actions, sending
from balcao.service.problems.rules import GRACE
from balcao.service.tickets import scope

from .load import Failed
from .report import Aim, Report

TICKETS = 500
_OPEN = f"""
SELECT t.id FROM tickets_ticket t WHERE {scope.HANDLED}
    AND t.status NOT IN ('resolved', 'closed') AND t.requester_id <> %(me)s
ORDER BY t.id DESC LIMIT %(most)s
"""


async def measure(person_id: int, report: Report, say: Callable[[str], None]) -> None:
    """Tell up to 500 open tickets of an agent, beside the group of processes."""
    say("One message to many tickets")
    tickets, seconds = await asyncio.to_thread(told, person_id)
    report.aims.append(Aim(f"one message said in {tickets} tickets", seconds, 20, "s"))


def told(person_id: int, most: int = TICKETS) -> tuple[int, float]:
    """In how many tickets it was said, and the seconds from its beginning to the last of them."""
    agent = actor_of(person_id, Level.STRONG).wearing(Hat.AGENT)
    found = [one["id"] for one in rows(_OPEN, {**scope.params(agent), "most": most})]
    draft = actions.Draft("One cause of many")
    problem = actions.open_problem(agent, agent.team_ids[0], draft)
    actions.attach(agent, problem.pk, found)
    with clock.at(clock.now() - GRACE):
        broadcast = actions.begin_broadcast(
            agent, problem.pk, external="We know of it.", internal="We know of it."
        )
    began = time.perf_counter()
    said, refused = sending.send(broadcast.pk)
    if refused or said != len(found):
        raise Failed(f"Of {len(found)} tickets {said} were told.")
    return said, time.perf_counter() - began
