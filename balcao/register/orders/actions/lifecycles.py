"""What sort of customer somebody is, kept as their purchases say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row, rows, run
from balcao.events.actions import publish
from balcao.register.people.events import PersonChanged
from balcao.register.people.models import Lifecycle
from balcao.register.people.rules import LAPSED_AFTER_DAYS, lifecycle

BATCH = 500

# Only who has ordered anything: what an administrator said of the others stays as it is.
_BOUGHT = """
SELECT p.id, p.lifecycle,
       ARRAY(SELECT o.ordered_on FROM orders_order o
             WHERE o.customer_id = p.id AND o.cancelled_on IS NULL
             ORDER BY o.ordered_on DESC LIMIT 2) AS purchases
FROM people_person p
WHERE p.id = ANY(%(ids)s) AND p.merged_into_id IS NULL
  AND EXISTS (SELECT FROM orders_order o WHERE o.customer_id = p.id)
ORDER BY p.id FOR UPDATE OF p
"""
_OVERDUE = """
SELECT p.id FROM people_person p
WHERE p.lifecycle IN ('occasional', 'repeat') AND p.merged_into_id IS NULL AND p.id > %(last)s
  AND EXISTS (SELECT FROM orders_order o WHERE o.customer_id = p.id)
  AND NOT EXISTS (SELECT FROM orders_order o WHERE o.customer_id = p.id
                  AND o.cancelled_on IS NULL AND o.ordered_on >= %(since)s)
ORDER BY p.id LIMIT %(limit)s
"""


@transaction.atomic
def refresh_lifecycles(actor: Actor, person_ids: Iterable[int]) -> int:
    """Set the lifecycle of each of these people to what their purchases say; how many it changed.

    A contract was said by an administrator and stays until they say otherwise. Cancelled orders
    are no purchases.
    """
    found = rows(_BOUGHT, {"ids": sorted(set(person_ids))})
    changed: dict[str, list[int]] = defaultdict(list)
    for line in found:
        now = _lifecycle(line)
        if now != line["lifecycle"]:
            changed[now].append(line["id"])
    for now, ids in changed.items():
        run(
            "UPDATE people_person SET lifecycle = %(now)s, version = version + 1"
            " WHERE id = ANY(%(ids)s)",
            {"now": now, "ids": ids},
        )
        for person_id in ids:
            publish(actor, PersonChanged(person_id, "lifecycle"))
    return sum(len(ids) for ids in changed.values())


def keep_lifecycles() -> int:
    """Once a day: who has not bought for long has lapsed. How many lifecycles changed."""
    since = clock.today() - timedelta(days=LAPSED_AFTER_DAYS)
    changed, last = 0, 0
    while True:
        found = rows(_OVERDUE, {"since": since, "last": last, "limit": BATCH})
        if not found:
            return changed
        last = found[-1]["id"]
        changed += refresh_lifecycles(SYSTEM, [line["id"] for line in found])


def _lifecycle(line: Row) -> str:
    has_contract = line["lifecycle"] == Lifecycle.CONTRACT
    return lifecycle(line["purchases"], has_contract, clock.today())
