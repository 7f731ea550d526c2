"""Choosing the promise that applies to a ticket, and starting its clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, rows
from balcao.service.tickets.actions import set_due
from balcao.service.tickets.rules import Status

from . import rules
from .clocks import Ledger, Ticking, due_of, retime
from .waking import expect

CONDITIONS = ("kind", "priority", "relationship", "organization_id", "team_id")

_POLICIES = """
SELECT p.id, p.promise, p.kind, p.priority, p.relationship, p.organization_id, p.team_id,
       p.target_seconds, p.target_days, p.calendar_id, p.pauses_on, p.position, p.side
FROM sla_policy p"""

_OFFERED = f"""
WITH p AS ({_POLICIES} WHERE p.is_active AND p.promise = ANY(%(promises)s))
SELECT p.*, t.kind AS t_kind, t.priority AS t_priority, t.team_id AS t_team_id,
       t.organization_id AS t_organization_id, t.status, t.created_at,
       CASE WHEN EXISTS (SELECT FROM p WHERE p.relationship IS NOT NULL) THEN
           ARRAY(SELECT r.kind FROM people_relationship r
                 WHERE r.person_id = t.requester_id AND r.since_on <= %(today)s
                   AND (r.until_on IS NULL OR r.until_on >= %(today)s))
           ELSE '{{}}' END AS relationships
FROM p JOIN tickets_ticket t ON t.id = %(ticket)s AND t.side = p.side
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is promised on one ticket: its facts, and the policies of its side by promise."""

    facts: rules.TicketFacts
    status: str
    created_at: datetime
    policies: dict[int, Row] = field(default_factory=dict)

    def choose(self, promise: str) -> rules.Chosen | None:
        """The policy that applies for this promise."""
        return choose(self.policies.values(), promise, self.facts)


def offer(ticket_id: int, promises: Iterable[str], **newer: Any) -> Offer | None:
    """The promises of these sorts for a ticket, or None where nothing is promised.

    `newer` holds facts of the ticket that a running action has not saved yet.
    """
    found = rows(
        _OFFERED,
        {"ticket": ticket_id, "promises": [str(p) for p in promises], "today": clock.today()},
    )
    if not found:
        return None
    first = found[0]
    facts = {
        "kind": first["t_kind"],
        "priority": first["t_priority"],
        "team_id": first["t_team_id"],
        "organization_id": first["t_organization_id"],
        "relationships": frozenset(first["relationships"]),
    }
    return Offer(
        rules.TicketFacts(**(facts | newer)),
        first["status"],
        first["created_at"],
        {line["id"]: line for line in found},
    )


def choose(policies: Iterable[Row], promise: str, facts: rules.TicketFacts) -> rules.Chosen | None:
    """The one of these policies that applies to a ticket of these facts, if any."""
    return rules.applies((candidate(p) for p in policies if p["promise"] == promise), facts)


def chooser(policies: Iterable[Row]) -> Callable[[rules.TicketFacts], rules.Chosen | None]:
    """What applies to a ticket of these facts: the policies are one promise's, most tickets alike."""
    candidates = [candidate(policy) for policy in policies]
    return cache(lambda facts: rules.applies(candidates, facts))


def facts_of(line: Row) -> rules.TicketFacts:
    """What a promise may depend on, from a row of a ticket with its requester's relationships."""
    return rules.TicketFacts(
        line["t_kind"],
        line["priority"],
        frozenset(line["relationships"]),
        line["organization_id"],
        line["team_id"],
    )


def candidate(policy: Row) -> rules.Candidate:
    """A policy as far as choosing goes."""
    named = {name: policy[name] for name in CONDITIONS if policy[name] is not None}
    return rules.Candidate(policy["id"], policy["position"], named)


def policies_of(promise: str, side: str) -> list[Row]:
    """Every active policy of this promise and side."""
    return rows(
        f"{_POLICIES} WHERE p.is_active AND p.promise = %(promise)s AND p.side = %(side)s",
        {"promise": promise, "side": side},
    )


def begin(
    ticket_id: int,
    offered: Offer,
    promises: Iterable[str],
    known: Sequence[Ticking],
    at: datetime,
    *,
    status: str = Status.OPEN,
) -> None:
    """Start a clock for each of these promises that applies, beside the ticket's open ones."""
    has = {one.promise for one in known}
    begun = _started(ticket_id, offered, [p for p in promises if p not in has], at, status)
    if begun:
        set_due(SYSTEM, {ticket_id: due_of([*known, *begun], ticket_id)})
        expect(one.next_at for one in begun)


def _started(
    ticket_id: int, offered: Offer, promises: Sequence[str], at: datetime, status: str
) -> list[Ticking]:
    begun: list[tuple[Ticking, rules.Chosen]] = []
    for promise in promises:
        chosen = offered.choose(promise)
        if chosen is None:
            continue
        ticking = new(ticket_id, offered.policies[chosen.policy_id], at)
        if status in ticking.pauses_on:
            ticking.holds.append((0, rules.Hold(at, None, rules.Cause.STATUS, status)))
        begun.append((ticking, chosen))
    if not begun:
        return []
    return write(begun)


def write(begun: Sequence[tuple[Ticking, rules.Chosen]]) -> list[Ticking]:
    """Work out the times of new clocks and write them with their pauses; on locked tickets."""
    retime(ticking for ticking, _chosen in begun)
    _insert(begun)
    ledger = Ledger([(t.id, hold) for t, _chosen in begun for _id, hold in t.holds])
    ledger.write()
    return [ticking for ticking, _chosen in begun]


def new(ticket_id: int, policy: Row, at: datetime) -> Ticking:
    """A clock under this policy that begins then, not written yet."""
    return Ticking(
        id=0,
        ticket_id=ticket_id,
        policy_id=policy["id"],
        promise=policy["promise"],
        target_seconds=policy["target_seconds"],
        target_days=policy["target_days"],
        calendar_id=policy["calendar_id"],
        started_at=at,
        due_at=None,
        state=rules.State.RUNNING,
        step=0,
        next_at=None,
        breached_at=None,
        pauses_on=list(policy["pauses_on"]),
        holds=[],
    )


def _insert(begun: Sequence[tuple[Ticking, rules.Chosen]]) -> None:
    """One statement, in plain SQL: every opening of a ticket writes at least one of these."""
    clocks = [ticking for ticking, _chosen in begun]
    made = rows(
        """
        INSERT INTO sla_clock (ticket_id, policy_id, promise, target_seconds, target_days,
            calendar_id, started_at, due_at, state, step, next_at, why)
        SELECT ticket_id, policy_id, promise, target, days, calendar_id, started_at, due_at, state, 0,
            next_at, why::jsonb
        FROM unnest(%(tickets)s::bigint[], %(policies)s::bigint[], %(promises)s::text[],
            %(targets)s::int[], %(days)s::smallint[], %(calendars)s::bigint[], %(starts)s::timestamptz[],
            %(dues)s::timestamptz[], %(states)s::text[], %(nexts)s::timestamptz[], %(whys)s::text[])
            AS told (ticket_id, policy_id, promise, target, days, calendar_id, started_at, due_at, state,
                     next_at, why)
        RETURNING id, ticket_id, promise
        """,
        {
            "tickets": [c.ticket_id for c in clocks],
            "policies": [c.policy_id for c in clocks],
            "promises": [c.promise for c in clocks],
            "targets": [c.target_seconds for c in clocks],
            "days": [c.target_days for c in clocks],
            "calendars": [c.calendar_id for c in clocks],
            "starts": [c.started_at for c in clocks],
            "dues": [c.due_at for c in clocks],
            "states": [str(c.state) for c in clocks],
            "nexts": [c.next_at for c in clocks],
            "whys": [json.dumps(chosen.told()) for _ticking, chosen in begun],
        },
    )
    ids = {(line["ticket_id"], line["promise"]): line["id"] for line in made}
    for ticking in clocks:
        ticking.id = ids[ticking.ticket_id, ticking.promise]
