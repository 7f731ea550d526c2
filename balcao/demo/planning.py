"""What the demo company's agents have before them, and what their time went into."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.core.actor import Actor, Hat
from balcao.core.sql import run
from balcao.service.agenda import actions as agenda
from balcao.service.tickets.models import Ticket

from .roster import CAST
from .stage import Stage

# Reading the ticket, writing at some 150 characters a minute, and some tickets ask for more.
_SPENT = """
INSERT INTO agenda_timeentry (ticket_id, person_id, "on", counted_seconds, adjusted_seconds)
SELECT ticket_id, author_id, (created_at AT TIME ZONE %(zone)s)::date,
       sum(80 + 0.4 * length(body) + (ticket_id %% 7) * 35)::int, 0
FROM tickets_message WHERE kind IN ('outgoing', 'note') AND author_id IS NOT NULL
GROUP BY 1, 2, 3
"""
_FOLLOW_UPS = {
    "marina": (
        (0, time(17, 30), "Ligar para confirmar a entrega"),
        (1, time(9, 30), "Ver se a peça chegou do fornecedor"),
        (2, time(11), "Perguntar se a montagem ficou boa"),
    ),
    "rita": ((1, time(10), "Rever com a Marina antes de responder"),),
    "ana": ((1, time(14), "Conferir se a senha nova funcionou"),),
}
_APPOINTMENTS = {
    "marina": ((0, time(14), 60, "Reunião da equipe"), (1, time(8, 30), 90, "Treinamento: trocas")),
    "rita": ((0, time(14), 60, "Reunião da equipe"), (2, time(15), 45, "Conversa com a Marina")),
}
_SNOOZED = ("marina", 1, time(10), "A fábrica confirma a cor amanhã cedo")


def account_for_time(zone: ZoneInfo) -> None:
    """The time that writing each answer and note took, as the desk would have seen it."""
    run(_SPENT, {"zone": zone.key})


def plan_ahead(stage: Stage, today: date, zone: ZoneInfo) -> None:
    """Follow-ups, appointments and a snoozed ticket for the days to come, of the cast's own."""

    def at(days: int, hour: time) -> datetime:
        return datetime.combine(today + timedelta(days=days), hour, zone)

    for name, appointments in _APPOINTMENTS.items():
        for days, hour, minutes, words in appointments:
            begins = at(days, hour)
            ends = begins + timedelta(minutes=minutes)
            agenda.add_appointment(_actor(stage, name), words, begins, ends)
    for name, follow_ups in _FOLLOW_UPS.items():
        actor = _actor(stage, name)
        before = _tickets(actor) or _tickets(actor, "resolved")
        for ticket, (days, hour, words) in zip(before, follow_ups, strict=False):
            agenda.remind(actor, ticket, at(days, hour), words)
    name, days, hour, reason = _SNOOZED
    actor = _actor(stage, name)
    for ticket in _tickets(actor)[-1:]:
        agenda.snooze(actor, ticket, at(days, hour), reason)


def _actor(stage: Stage, name: str) -> Actor:
    return stage.actor(CAST[name].address, Hat.AGENT)


def _tickets(actor: Actor, *statuses: str) -> list[int]:
    """The tickets that the actor has, open ones unless told otherwise, the latest first."""
    wanted = statuses or ("new", "open", "pending")
    found = Ticket.objects.filter(assignee_id=actor.me, status__in=wanted)
    return list(found.order_by("-pk").values_list("pk", flat=True)[:6])
