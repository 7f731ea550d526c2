"""Giving out what waits: one ticket a transaction, each choice checked on the person as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.sql import Row, row, rows, run
from balcao.events.actions import publish
from balcao.service.tickets import actions as tickets

from ..crowd import ASKED, LOADING, ORDER, SINCE, Crowd, known_to, needs_of, read_crowd
from ..events import TicketOverflowed, TicketRouted
from ..models import Decision
from ..rules import SKIP_LASTS, Act, Choice, Needs, Why, choose

ROUTING_LOCK = 7_051_984
FIRST_CHUNK, CHUNK_MAX = 20, 1_000

_WAITING = f"""
SELECT {ASKED} FROM tickets_ticket t JOIN people_person p ON p.id = t.requester_id
WHERE t.team_id = %(team)s AND t.assignee_id IS NULL AND t.status IN {LOADING}
  AND ({ORDER}) > (%(urgency)s, %(since)s::timestamptz, %(last)s)
ORDER BY {ORDER} LIMIT %(chunk)s
"""

_HELD = f"""
SELECT {ASKED} FROM tickets_ticket t JOIN people_person p ON p.id = t.requester_id
WHERE t.id = %(ticket)s AND t.team_id = %(team)s AND t.assignee_id IS NULL
  AND t.status IN {LOADING} FOR UPDATE OF t SKIP LOCKED
"""

_OVERFLOWING = f"""
SELECT t.id, t.team_id, r.overflow_team_id, r.overflow_after_seconds, team.name AS team
FROM routing_teamrouting r
JOIN teams_team team ON team.id = r.team_id AND NOT team.is_confidential
JOIN teams_team other ON other.id = r.overflow_team_id
    AND other.is_active AND NOT other.is_confidential
JOIN tickets_ticket t ON t.team_id = r.team_id AND t.assignee_id IS NULL AND t.status IN {LOADING}
WHERE r.is_automatic
  AND EXISTS (SELECT FROM access_membership m JOIN routing_presence p ON p.person_id = m.person_id
              WHERE m.team_id = other.id AND m.role IN ('agent', 'supervisor')
                AND p.state = 'available')
  AND NOT EXISTS (SELECT FROM routing_decision d
                  WHERE d.ticket_id = t.id AND d.act = 'overflowed' AND d.team_id = other.id)
  AND coalesce(t.waiting_since, t.created_at)
      <= %(now)s - r.overflow_after_seconds * interval '1 second'
  AND greatest({SINCE},
        (SELECT max(e.at) FROM events_event e WHERE e.subject_type = 'ticket'
         AND e.subject_id = t.id AND e.name IN ('TicketTransferred', 'TicketAssigned')))
      <= %(now)s - r.overflow_after_seconds * interval '1 second'
ORDER BY t.id LIMIT 500
"""


class _Outcome(Enum):
    """What became of a waiting ticket; hopeless is also whatever asks for the same."""

    GIVEN = auto()
    GONE = auto()
    NOT_THIS = auto()
    HOPELESS = auto()


def route_all(actor: Actor) -> int:
    """Route what waits in every team that wants it; how many tickets found somebody."""
    require(actor, Permission.ADMINISTER)
    teams = rows(
        "SELECT r.team_id FROM routing_teamrouting r JOIN teams_team t ON t.id = r.team_id"
        " WHERE r.is_automatic AND t.is_active ORDER BY r.team_id"
    )
    return sum(route_waiting(actor, team["team_id"]) for team in teams)


def route_waiting(actor: Actor, team_id: int) -> int:
    """Give the team's waiting tickets, the most pressing first, to whoever can take them.

    How many found somebody; none in a team that is not routed by itself. Each ticket is one
    transaction: two workers at once never give one twice.
    """
    require(actor, Permission.ADMINISTER)
    crowd = read_crowd(team_id)
    if not crowd.rule["is_automatic"]:
        return 0
    given = 0
    hopeless: set[object] = set()
    for asked in _waiting(crowd):
        likeness = needs_of(crowd.rule, asked).likeness
        if likeness in hopeless:
            continue
        outcome = _give(crowd, asked["id"])
        given += outcome is _Outcome.GIVEN
        if outcome is _Outcome.HOPELESS:
            hopeless.add(likeness)
    return given


def overflow(actor: Actor) -> int:
    """Hand tickets that waited too long to their team's other team, if anybody is there; how many.

    Never back into a team that let it go before, never into or out of a confidential one.
    """
    require(actor, Permission.ADMINISTER)
    moved = 0
    for found in rows(_OVERFLOWING, {"now": clock.now()}):
        moved += _pass_on(found)
    return moved


def _waiting(crowd: Crowd) -> Iterator[Row]:
    """What waits in the team, in order, for as long as anybody has room."""
    told: dict[str, Any] = {"team": crowd.team_id, "chunk": FIRST_CHUNK}
    told |= {"urgency": -32_768, "since": None, "last": 0}
    while crowd.anybody_free:
        found = rows(_WAITING, told)
        for asked in found:
            if not crowd.anybody_free:
                return
            yield asked
        if len(found) < told["chunk"]:
            return
        last = found[-1]
        told |= {"urgency": -last["priority"], "since": last["since_at"], "last": last["id"]}
        told["chunk"] = min(CHUNK_MAX, told["chunk"] * 4)


@transaction.atomic
def _give(crowd: Crowd, ticket_id: int) -> _Outcome:
    """Give one ticket to whom the rule chooses, if it still waits and anybody can."""
    run("SELECT pg_advisory_xact_lock(%(key)s)", {"key": ROUTING_LOCK})
    asked = row(_HELD, {"ticket": ticket_id, "team": crowd.team_id})
    if asked is None:
        return _Outcome.GONE
    at = clock.now()
    needs = known_to(crowd.rule, needs_of(crowd.rule, asked), ticket_id, at - SKIP_LASTS)
    choice = _checked_choice(crowd, needs, at)
    if choice.person_id is None:
        is_its_own = bool(needs.skipped_by) or needs.asked_by in crowd.people
        return _Outcome.NOT_THIS if is_its_own else _Outcome.HOPELESS
    tickets.assign(SYSTEM, ticket_id, choice.person_id)
    keep_decision(ticket_id, crowd.team_id, Act.ASSIGNED, choice, at)
    publish(SYSTEM, TicketRouted(ticket_id, choice.person_id, choice.why))
    crowd.given(choice.person_id, asked["channel"], at)
    return _Outcome.GIVEN


def _checked_choice(crowd: Crowd, needs: Needs, at: datetime) -> Choice:
    """The rule's choice, made again until the chosen one is, this instant, as was thought."""
    while True:
        choice = choose(needs, list(crowd.people.values()), at)
        if choice.person_id is None:
            return choice
        thought = crowd.people[choice.person_id]
        fresh = crowd.look_at(choice.person_id)
        if fresh and replace(fresh, idle_since=thought.idle_since) == thought:
            return choice


def keep_decision(ticket_id: int, team_id: int, act: Act, choice: Choice, at: datetime) -> Decision:
    """Write down what was decided, why, and who was passed over for which reason."""
    considered: dict[str, list[int]] = {}
    for person_id, reason in sorted(choice.passed_over.items()):
        considered.setdefault(reason, []).append(person_id)
    return Decision.objects.create(
        ticket_id=ticket_id,
        team_id=team_id,
        person_id=choice.person_id,
        act=act,
        why=choice.why,
        considered=considered,
        left_out=sorted(choice.left_out),
        at=at,
    )


@transaction.atomic
def _pass_on(found: Row) -> bool:
    held = row(_HELD, {"ticket": found["id"], "team": found["team_id"]})
    if held is None:
        return False
    with override(settings.LANGUAGE_CODE):
        reason = gettext("Nobody of %(team)s could take it within %(minutes)s minutes.") % {
            "team": found["team"],
            "minutes": max(1, found["overflow_after_seconds"] // 60),
        }
    tickets.transfer(SYSTEM, found["id"], found["overflow_team_id"], reason)
    nobody = Choice(None, Why.WAITED, {})
    keep_decision(found["id"], found["team_id"], Act.OVERFLOWED, nobody, clock.now())
    publish(
        SYSTEM,
        TicketOverflowed(found["id"], before=found["team_id"], after=found["overflow_team_id"]),
    )
    return True
