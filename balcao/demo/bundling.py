"""A bundle at Móveis Boa Praça: RH offers to welcome who is new, and somebody starts next month."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.register.access.actors import Level, actor_of
from balcao.service.bundles import library
from balcao.service.bundles.actions import start
from balcao.service.bundles.models import Task
from balcao.service.tickets.actions import resolve

from .company import Registered
from .roster import CAST

TICKETS = 4
"""The request, and what three areas do at once."""


def welcome(known: Registered, last: date, at: datetime) -> None:
    """The templates RH took, and Ana's request for a new colleague, whose papers are done."""
    people, it, finance = (known.inboxes[name].pk for name in ("RH", "TI", "Financeiro"))
    with clock.at(at):
        made = [
            library.take(
                SYSTEM,
                key,
                {"it": it, "finance": finance},
                team_id=known.teams["RH"],
                inbox_id=people,
                owner_id=known.persons[CAST["paulo"].address],
                audience=["employee"],
            )
            for key in ("welcoming", "leaving")
        ]
        ana = actor_of(known.persons[CAST["ana"].address], Level.STRONG).wearing(Hat.INTERNAL)
        first_day = (last + timedelta(days=24)).isoformat()
        told = {"who": "Bia Prado", "first_day": first_day, "place": "TI, segundo andar"}
        bundle = start(ana, made[0].pk, {**told, "notebook": "yes", "purchases": "no"})
        resolve(SYSTEM, Task.objects.get(bundle=bundle, key="papers").ticket_id or 0)
