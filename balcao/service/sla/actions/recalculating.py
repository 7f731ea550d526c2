"""Open clocks looked at again, in batches, with their progress kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import Row, row, rows
from balcao.core.writing import update

from .. import changing, clocks, ending, starting
from ..clocks import COLUMNS, Ledger, Ticking
from ..models import Policy, Recalculation
from ..waking import expect, surely_now
from . import extending

BATCH = 200
REST_SECONDS = 0.05

_CONCERNED = """
FROM sla_clock c JOIN tickets_ticket t ON t.id = c.ticket_id
WHERE c.ended_at IS NULL AND c.breached_at IS NULL AND c.id > %(last)s
  AND (%(calendar)s::bigint IS NULL OR c.calendar_id = %(calendar)s)
  AND (%(promise)s::text IS NULL OR (c.promise = %(promise)s AND t.side = %(side)s))
"""

# Tickets are locked first and alone, as every action does, and clocks read after that: who would
# hold a clock while waiting for its ticket could meet a reply that holds the ticket.
_LOCK = f"SELECT c.id {_CONCERNED} ORDER BY c.id LIMIT %(batch)s FOR UPDATE OF t"

_NEXT = f"""
SELECT {COLUMNS}, t.status, t.side, t.kind AS t_kind, t.priority, t.team_id, t.organization_id,
       CASE WHEN %(ties)s THEN ARRAY(
            SELECT r.kind FROM people_relationship r WHERE r.person_id = t.requester_id
              AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))
       ELSE '{{}}' END AS relationships
FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id JOIN tickets_ticket t ON t.id = c.ticket_id
WHERE c.id = ANY(%(ids)s) AND c.ended_at IS NULL AND c.breached_at IS NULL ORDER BY c.id
"""


def ask(*, policy: Policy | None = None, calendar_id: int | None = None) -> Recalculation | None:
    """Have the clocks that this change may concern looked at again, if there are any."""
    scope = _scope(policy, calendar_id)
    found = row(f"SELECT count(*) AS n {_CONCERNED}", {**scope, "last": 0})
    if not found or not found["n"]:
        return None
    return _deferred(
        Recalculation(
            policy=policy, calendar_id=calendar_id, asked_at=clock.now(), total=found["n"]
        )
    )


def ask_to_begin(policy: Policy) -> Recalculation | None:
    """Have tickets that are open already brought under this policy, if there are any."""
    total = extending.how_many(policy)
    if not total:
        return None
    asked = Recalculation(policy=policy, begins=True, asked_at=clock.now(), total=total)
    return _deferred(asked)


def _deferred(asked: Recalculation) -> Recalculation:
    from procrastinate.contrib.django import app

    asked.save()
    app.configure_task("sla.recalculate", queue="upkeep", lock="sla.recalculate").defer(
        recalculation_id=asked.pk
    )
    return asked


def recalculate_calendar(calendar_id: int) -> Recalculation | None:
    """A calendar's openings changed: the due dates that follow from it do, too."""
    return ask(calendar_id=calendar_id)


def recalculate_all(recalculation_id: int) -> None:
    """Carry a recalculation to its end, batch by batch; begun again it goes on where it was.

    After each batch it rests as long as that took, or a little: whoever waits for a page goes first.
    """
    began = time.monotonic()
    while recalculate_batch(recalculation_id):
        time.sleep(min(REST_SECONDS, time.monotonic() - began))
        began = time.monotonic()


@transaction.atomic
def recalculate_batch(recalculation_id: int) -> bool:
    """The next clocks, in one transaction with the progress; False when there are none left."""
    asked = (
        Recalculation.objects.select_for_update(of=("self",))
        .select_related("policy")
        .get(pk=recalculation_id)
    )
    if asked.finished_at is not None:
        return False
    if asked.begins and asked.policy is not None:
        looked_at = extending.extend(asked, asked.policy, BATCH)
    else:
        looked_at = _next_clocks(asked)
    asked.done += looked_at
    asked.total = max(asked.total, asked.done)
    if looked_at < BATCH:
        asked.finished_at = clock.now()
        asked.total = asked.done
    update(asked, "done", "changed", "late", "total", "last_id", "finished_at")
    return asked.finished_at is None


def _next_clocks(asked: Recalculation) -> int:
    scope = _scope(asked.policy, asked.calendar_id)
    policies = _policies(asked.policy)
    named = (policies or {}).values()
    ids = [line["id"] for line in rows(_LOCK, {**scope, "last": asked.last_id, "batch": BATCH})]
    ties = any(policy["relationship"] for policy in named)
    found = rows(_NEXT, {"ids": ids, "today": clock.today(), "ties": ties}) if ids else []
    asked.changed += _look_again(found, policies)
    if ids:
        asked.last_id = ids[-1]
    return len(ids)


def _scope(policy: Policy | None, calendar_id: int | None) -> dict[str, Any]:
    return {
        "calendar": calendar_id,
        "promise": policy.promise if policy else None,
        "side": policy.side if policy else None,
    }


def _policies(policy: Policy | None) -> Mapping[int, Row] | None:
    """The policies of the same sort, among which is chosen again; None after a calendar's change."""
    if policy is None:
        return None
    return {line["id"]: line for line in starting.policies_of(policy.promise, policy.side)}


def _look_again(found: list[Row], policies: Mapping[int, Row] | None) -> int:
    """Choose again, retime, write: how many clocks fall due at another instant, or no longer."""
    now, ledger = surely_now(), Ledger()
    known = [clocks.read(line) for line in found]
    clocks.settle(SYSTEM, known, now)
    before = {one.id: one.due_at for one in known}
    orphans: list[Ticking] = []
    choose = starting.chooser((policies or {}).values())
    for one, line in zip(known, found, strict=True):
        if one.breached_at is not None or policies is None:
            continue
        chosen = choose(starting.facts_of(line))
        if chosen is None:
            orphans.append(one)
            continue
        changing.adopt(one, policies[chosen.policy_id], chosen)
        changing.align(one, line["status"], now, ledger)
    ledger.write()
    clocks.retime(known, are_terms_new=True)
    clocks.save([one for one in known if one.is_changed])
    for one in orphans:
        ending.cancel(SYSTEM, one.ticket_id, one.promise)
    clocks.show({one.ticket_id for one in known if one.is_changed})
    expect(one.next_at for one in known)
    return len(orphans) + sum(one.due_at != before[one.id] for one in known)
