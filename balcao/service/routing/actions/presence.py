"""Who is here: said by people themselves, and by the desk of those it no longer sees."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.errors import Forbidden, Invalid
from balcao.core.sql import rows, run
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.service.tickets import actions as tickets

from ..events import PresenceChanged, WorkReturned
from ..models import Presence, Stint
from ..rules import LAPSES_AFTER_MISSES, Act, Choice, State, Why, is_lapsed
from ..waking import wake
from .giving import keep_decision

REASON_MAX = 120

_UNTOUCHED = """
SELECT t.id, t.team_id FROM tickets_ticket t
JOIN routing_teamrouting r ON r.team_id = t.team_id AND r.is_automatic
CROSS JOIN LATERAL (
    SELECT e.id, e.actor_id FROM events_event e
    WHERE e.subject_type = 'ticket' AND e.subject_id = t.id AND e.name = 'TicketAssigned'
    ORDER BY e.id DESC LIMIT 1) given
WHERE t.assignee_id = %(person)s AND t.status IN ('new', 'open')
  AND given.actor_id IS DISTINCT FROM %(person)s
  AND NOT EXISTS (SELECT FROM events_event a WHERE a.subject_type = 'ticket'
                  AND a.subject_id = t.id AND a.actor_id = %(person)s AND a.id > given.id)
  AND NOT EXISTS (SELECT FROM tickets_draft d
                  WHERE d.ticket_id = t.id AND d.person_id = %(person)s)
  AND (%(ticket)s::bigint IS NULL OR t.id = %(ticket)s)
ORDER BY t.id FOR UPDATE OF t SKIP LOCKED
"""


@transaction.atomic
def set_presence(actor: Actor, state: str, reason: str = "") -> Presence:
    """Say whether one takes work now; who goes away gives untouched tickets back to their queues."""
    if not actor.teams_where(Permission.REPLY):
        raise Forbidden()
    if state not in set(State):
        raise Invalid(_("This is not one of the choices."), {"state": _("Choose one.")})
    presence = _held(actor.me)
    return _changed(actor, presence, State(state), text.one_line(reason).strip()[:REASON_MAX])


@transaction.atomic
def leave(actor: Actor) -> None:
    """Who signs out is away; nothing changes for those who were never here."""
    if actor.person_id is None or not actor.hats:
        return
    presence = Presence.objects.select_for_update().filter(person_id=actor.person_id).first()
    if presence is not None and presence.state != State.AWAY:
        _changed(actor, presence, State.AWAY, "")


def seen(actor: Actor) -> None:
    """A sign of life: written only when one was missed since the last look, once a minute at most."""
    if actor.person_id is None:
        return
    run(
        "UPDATE routing_presence SET misses = 0, seen_at = %(now)s"
        " WHERE person_id = %(me)s AND misses > 0",
        {"me": actor.person_id, "now": clock.now()},
    )


def lapse(actor: Actor) -> int:
    """Count one more look; whoever gave no sign of life in several is away now. How many."""
    require(actor, Permission.ADMINISTER)
    run("UPDATE routing_presence SET misses = least(misses + 1, 1000) WHERE state <> 'away'")
    silent = Presence.objects.exclude(state=State.AWAY).filter(misses__gte=LAPSES_AFTER_MISSES)
    return sum(_lapsed(person) for person in silent.values_list("person_id", flat=True))


@transaction.atomic
def return_work(actor: Actor, person_id: int, why: Why, ticket_id: int | None = None) -> int:
    """Put what somebody was given and has not touched back into its queue; how many.

    Only where tickets are routed by themselves. Touched is what they wrote on, changed, drafted or
    took themselves; a ticket somebody works on this instant is left alone.
    """
    if actor.person_id != person_id:
        require(actor, Permission.ADMINISTER)
    found = rows(_UNTOUCHED, {"person": person_id, "ticket": ticket_id})
    for line in found:
        tickets.assign(SYSTEM, line["id"], None)
        choice = Choice(person_id, why, {})
        keep_decision(line["id"], line["team_id"], Act.RETURNED, choice, clock.now())
        publish(SYSTEM, WorkReturned(line["id"], person_id, why))
    return len(found)


@transaction.atomic
def _lapsed(person_id: int) -> bool:
    presence = Presence.objects.select_for_update().get(person_id=person_id)
    if not is_lapsed(State(presence.state), presence.misses):
        return False
    _changed(SYSTEM, presence, State.AWAY, "", is_lapsed=True)
    return True


def _held(person_id: int) -> Presence:
    now = clock.now()
    fresh = {"state": State.AWAY, "since_at": now, "seen_at": now}
    Presence.objects.get_or_create(person_id=person_id, defaults=fresh)
    return Presence.objects.select_for_update().get(person_id=person_id)


def _changed(
    actor: Actor, presence: Presence, after: State, reason: str, *, is_lapsed: bool = False
) -> Presence:
    now, before = clock.now(), State(presence.state)
    if (after, reason, is_lapsed) == (before, presence.reason, presence.is_lapsed):
        seen(actor)
        return presence
    _turn_stint(presence, after, reason)
    if after is not before:
        presence.since_at = now
    presence.state, presence.reason, presence.is_lapsed = after, reason, is_lapsed
    if not is_lapsed:
        presence.seen_at, presence.misses = now, 0
    presence.save(update_fields=["state", "reason", "since_at", "seen_at", "misses", "is_lapsed"])
    publish(actor, PresenceChanged(presence.person_id, before, after, is_lapsed))
    tell(f"presence:{presence.person_id}", *_topics(presence.person_id))
    if after is State.AWAY and before is not State.AWAY:
        why = Why.VANISHED if is_lapsed else Why.WENT_AWAY
        return_work(SYSTEM, presence.person_id, why)
    wake()
    return presence


def _turn_stint(presence: Presence, after: State, reason: str) -> None:
    """End the open stint and begin the next; a clock that went back makes it end as it began."""
    now = clock.now()
    last = Stint.objects.filter(person_id=presence.person_id, to_at=None).first()
    if last is not None:
        if (last.state, last.reason) == (after, reason):
            return
        last.to_at = max(now, last.from_at)
        last.save(update_fields=["to_at"])
    Stint.objects.create(person_id=presence.person_id, state=after, reason=reason, from_at=now)


def _topics(person_id: int) -> list[str]:
    teams = rows(
        "SELECT team_id FROM access_membership WHERE person_id = %(person)s", {"person": person_id}
    )
    return [f"presences:{team['team_id']}" for team in teams]
