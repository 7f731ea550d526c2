"""A promise made for tickets that are open already: begun as it would have been all along."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.errors import Invalid
from balcao.core.sql import Row, row, rows
from balcao.service.tickets.rules import ENDED

from .. import clocks, history, rules, starting, stepping
from ..models import Policy, Recalculation
from ..rules import REPLIES, Promised
from ..waking import expect, surely_now

_TIES = """ARRAY(SELECT r.kind FROM people_relationship r WHERE r.person_id = t.requester_id
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))"""

_IS_ANSWERED = """EXISTS (SELECT FROM tickets_message m
    WHERE m.ticket_id = t.id AND m.kind = 'outgoing')"""

# What was kept, broken or ended is never begun anew: a first reply is promised once.
BEGINS = {
    Promised.FIRST_REPLY: f"""t.reopened_count = 0 AND NOT {_IS_ANSWERED}
        AND NOT EXISTS (SELECT FROM sla_clock c WHERE c.ticket_id = t.id
            AND c.promise = 'first_reply' AND c.state <> 'cancelled')""",
    Promised.NEXT_REPLY: f"""t.waiting_since IS NOT NULL
        AND (t.reopened_count > 0 OR {_IS_ANSWERED})""",
    Promised.RESOLUTION: "true",
}
_STARTED = {
    Promised.FIRST_REPLY: "t.created_at",
    Promised.NEXT_REPLY: "t.waiting_since",
    Promised.RESOLUTION: """CASE WHEN t.reopened_count = 0 THEN t.created_at ELSE coalesce(
        (SELECT max(e.at) FROM events_event e WHERE e.subject_type = 'ticket'
            AND e.subject_id = t.id AND e.name = 'TicketReopened'), t.created_at) END""",
}
_CONCERNED = """
FROM tickets_ticket t
WHERE t.side = %(side)s AND t.status <> ALL(%(ended)s) AND t.id > %(last)s AND {begins}
  AND NOT EXISTS (SELECT FROM sla_clock c WHERE c.ticket_id = t.id AND c.ended_at IS NULL
                  AND c.promise = ANY(%(same)s))
"""


def refuse_calls(promise: str) -> None:
    """A call is promised when somebody asks for it, so there is nothing to begin afterwards."""
    if promise not in BEGINS:
        raise Invalid(
            _("A call counts from when it is asked for; those promised already stay as they are.")
        )


def how_many(policy: Policy) -> int:
    """The open tickets without such a clock, whatever they name."""
    found = row(f"SELECT count(*) AS n {_concerned(policy)}", {**_scope(policy), "last": 0})
    return int(found["n"]) if found else 0


def extend(asked: Recalculation, policy: Policy, batch: int) -> int:
    """Begin the clocks of the next tickets that come under this policy; how many were looked at.

    Each begins when what is promised began: the opening, the reopening, or the first word of the
    client since the last answer; and its pauses are those of the ticket's history. What is past
    its due date is broken there, late, and steps that are over are written down but told to
    nobody: one change of an administrator is no storm of alerts.
    """
    scope = _scope(policy)
    locked = f"SELECT t.id {_concerned(policy)} ORDER BY t.id LIMIT %(batch)s FOR UPDATE OF t"
    ids = [line["id"] for line in rows(locked, {**scope, "last": asked.last_id, "batch": batch})]
    if not ids:
        return 0
    asked.last_id = ids[-1]
    if policy.is_active:
        begun = _begin(policy, _read(policy, ids))
        asked.changed += len(begun)
        asked.late += sum(one.breached_at is not None for one in begun)
    return len(ids)


def _begin(policy: Policy, found: list[Row]) -> list[clocks.Ticking]:
    policies = {p["id"]: p for p in starting.policies_of(policy.promise, policy.side)}
    choose = starting.chooser(policies.values())
    past = history.statuses([line["id"] for line in found]) if policy.pauses_on else {}
    begun = []
    for line in found:
        chosen = choose(starting.facts_of(line))
        if chosen is None or chosen.policy_id != policy.pk:
            continue
        one = starting.new(line["id"], policies[policy.pk], line["started_at"])
        changes = past.get(line["id"], [])
        one.holds = [(0, h) for h in rules.holds_of(changes, one.pauses_on, one.started_at)]
        begun.append((one, chosen))
    if not begun:
        return []
    return _written(begun, surely_now())


def _written(
    begun: list[tuple[clocks.Ticking, rules.Chosen]], now: datetime
) -> list[clocks.Ticking]:
    known = starting.write(begun)
    stepping.keep(stepping.reach(known, now), now)
    clocks.save(known)
    clocks.show({one.ticket_id for one in known})
    expect(one.next_at for one in known)
    return known


def _read(policy: Policy, ids: list[int]) -> list[Row]:
    return rows(
        f"""
        SELECT t.id, t.kind AS t_kind, t.priority, t.team_id, t.organization_id,
               {_TIES} AS relationships, {_STARTED[Promised(policy.promise)]} AS started_at
        {_concerned(policy)} AND t.id = ANY(%(ids)s) ORDER BY t.id
        """,
        {**_scope(policy), "last": 0, "ids": ids, "today": clock.today()},
    )


def _concerned(policy: Policy) -> str:
    return _CONCERNED.format(begins=BEGINS[Promised(policy.promise)])


def _scope(policy: Policy) -> dict[str, object]:
    same = REPLIES if policy.promise in REPLIES else (policy.promise,)
    return {
        "side": policy.side,
        "ended": [str(status) for status in ENDED],
        "same": [str(promise) for promise in same],
    }
