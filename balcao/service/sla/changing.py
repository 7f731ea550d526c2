"""Open clocks when their ticket changes: they pause, go on, or come under another policy."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, row

from . import clocks, ending, rules, starting
from .clocks import Ledger, Ticking
from .rules import Promised
from .waking import expect


def follow_status(actor: Actor, ticket_id: int, status: str) -> None:
    """A status on which the policy pauses stops the clock; any other lets it run."""
    known = clocks.ticking(ticket_id)
    if not known:
        return
    now, ledger = clock.now(), Ledger()
    clocks.settle(actor, known, now)
    for one in known:
        align(one, status, now, ledger)
    ledger.write()
    clocks.retime(known)
    clocks.write(known)
    expect(one.next_at for one in known)


def align(one: Ticking, status: str, now: datetime, ledger: Ledger) -> None:
    """Let an undecided clock pause, or go on, as its policy says for this status.

    The caller writes the ledger and works the clock's times out again.
    """
    if one.breached_at is not None:
        return
    held, wanted = one.open_hold(rules.Cause.STATUS), status in one.pauses_on
    if held is not None and not (wanted and held[1].reason == status):
        ledger.end(one, held[0], now)
        held = None
    if wanted and held is None:
        ledger.begin(one, rules.Hold(now, None, rules.Cause.STATUS, status))


def choose_again(actor: Actor, ticket_id: int, **newer: Any) -> None:
    """What is promised may differ now. Met or broken promises stand; the start stays the start.

    A promise that applies only now counts from the ticket's opening, as it would have all along.
    """
    offered = starting.offer(ticket_id, list(Promised), **newer)
    known = clocks.ticking(ticket_id)
    if offered is None and not known:
        return
    now, ledger = clock.now(), Ledger()
    clocks.settle(actor, known, now)
    status = offered.status if offered else ""
    for one in known:
        if one.breached_at is None and offered is not None:
            chosen = offered.choose(one.promise)
            if chosen is not None:
                adopt(one, offered.policies[chosen.policy_id], chosen)
                align(one, status, now, ledger)
    ledger.write()
    clocks.retime(known)
    clocks.write(known)
    for one in known:
        if one.promise == Promised.DAY:  # agreed on for this ticket, by no policy
            continue
        if one.breached_at is None and (offered is None or offered.choose(one.promise) is None):
            ending.cancel(actor, ticket_id, one.promise)
    if offered is not None:
        _begin_missing(ticket_id, offered)
    expect(one.next_at for one in known)


def adopt(one: Ticking, policy: Row, chosen: rules.Chosen) -> bool:
    """Put an undecided clock under this policy as it stands now; whether that changed its terms."""
    names = ("target_seconds", "target_days", "calendar_id")
    terms = (policy["id"], *(policy[name] for name in names))
    before = (one.policy_id, *(getattr(one, name) for name in names))
    one.policy_id, one.target_seconds, one.target_days, one.calendar_id = terms
    one.pauses_on = list(policy["pauses_on"])
    if terms == before:
        return False
    one.why, one.is_changed = json.dumps(chosen.told()), True
    return True


def _begin_missing(ticket_id: int, offered: starting.Offer) -> None:
    told = row(
        """
        SELECT t.created_at, t.reopened_count,
               ARRAY(SELECT c.promise FROM sla_clock c WHERE c.ticket_id = t.id
                     AND (c.ended_at IS NULL OR c.state <> 'cancelled')) AS had,
               EXISTS (SELECT FROM tickets_message m
                       WHERE m.ticket_id = t.id AND m.kind = 'outgoing') AS is_answered
        FROM tickets_ticket t WHERE t.id = %(ticket)s AND t.status NOT IN ('resolved', 'closed')
        """,
        {"ticket": ticket_id},
    )
    if told is None:
        return
    known = clocks.ticking(ticket_id)
    stands = {Promised.RESOLUTION, Promised.DAY} & {Promised(one.promise) for one in known}
    missing = [] if stands else [Promised.RESOLUTION]
    if not told["is_answered"] and Promised.FIRST_REPLY not in told["had"]:
        missing.append(Promised.FIRST_REPLY)
    at = clock.now() if told["reopened_count"] else told["created_at"]
    starting.begin(ticket_id, offered, missing, known, at, status=offered.status)
