"""How many an occasion would have asked: counted from what happened lately.

Whom other surveys asked is left out of it, so that no count tells who was asked anonymously.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.register.people.rules import kinds_of

from . import about, rules
from .actions.occasions import Terms
from .models import SubjectType, When

DAYS = 30
MOST = 5000
_STAND_IN = "as if"

# Whatever was resolved since then was touched since then: lists have an index on that.
_RESOLVED = """
SELECT t.id AS subject_id, t.requester_id AS person_id, t.resolved_at AS at, t.kind, t.team_id
FROM tickets_ticket t JOIN teams_team m ON m.id = t.team_id
WHERE t.side = %(side)s AND t.updated_at >= %(since)s AND t.resolved_at >= %(since)s
    AND t.requester_id IS DISTINCT FROM t.assignee_id
    AND (%(all)s OR NOT m.is_confidential OR t.team_id = ANY(%(mine)s))
ORDER BY t.updated_at DESC, t.id DESC LIMIT %(limit)s
"""
_DELIVERED = """
SELECT o.id AS subject_id, o.customer_id AS person_id,
    o.delivered_on::timestamp AT TIME ZONE %(zone)s AS at
FROM orders_order o
WHERE o.delivered_on BETWEEN %(from)s AND %(today)s AND o.cancelled_on IS NULL
ORDER BY o.delivered_on DESC, o.id DESC LIMIT %(limit)s
"""
_HIRED = """
SELECT r.id AS subject_id, r.person_id, r.since_on::timestamp AT TIME ZONE %(zone)s AS at,
    r.kind AS relationship, r.organization_id
FROM people_relationship r
WHERE r.since_on BETWEEN %(from)s AND %(today)s AND r.kind = ANY(%(kinds)s)
ORDER BY r.since_on DESC, r.id DESC LIMIT %(limit)s
"""
_EVENTS = {
    When.RESOLVED: (_RESOLVED, SubjectType.TICKET),
    When.DELIVERED: (_DELIVERED, SubjectType.ORDER),
    When.HIRED: (_HIRED, SubjectType.RELATIONSHIP),
}


def reach(
    actor: Actor, survey: Row, terms: Terms, conditions: Mapping[str, Any], seed: str
) -> rules.Reach:
    """Of an event: mails that the last 30 days would have brought; else people asked at once.

    Of an anonymous survey people, by the share alone and in bands. Confidential teams count for
    their members only. At most the latest 5,000 are looked at.
    """
    if terms.when in _EVENTS:
        found, is_whole = _happened(actor, survey["side"], terms.when)
        people = about.candidates_of(survey["side"], sorted({one["person_id"] for one in found}))
        met = [one for one in found if _meets(conditions, one, people.get(one["person_id"]))]
        if survey["is_anonymous"]:
            asked = _share(len({one["person_id"] for one in met}), terms)
        else:
            asked = _with_rest(met, terms, seed or _STAND_IN)
    else:
        there = about.candidates(survey["side"], limit=MOST)
        is_whole = len(there) < MOST
        asked = _share(sum(rules.meets(conditions, one.facts) for one in there), terms)
    return rules.reach(asked, is_anonymous=survey["is_anonymous"], is_whole=is_whole)


def _happened(actor: Actor, side: str, when: str) -> tuple[list[Row], bool]:
    today = clock.today()
    found = rows(
        _EVENTS[When(when)][0],
        {
            "side": side,
            "since": clock.now() - timedelta(days=DAYS),
            "from": today - timedelta(days=DAYS),
            "today": today,
            "zone": clock.zone(),
            "kinds": [str(kind) for kind in kinds_of([side])],
            "all": actor.is_system,
            "mine": actor.team_ids,
            "limit": MOST + 1,
        },
    )
    return found[:MOST], len(found) <= MOST


def _meets(conditions: Mapping[str, Any], one: Row, person: about.Candidate | None) -> bool:
    if person is None or person.handle_id is None:
        return False
    return rules.meets(conditions, {**person.facts, **_facts(one)})


def _facts(one: Row) -> dict[str, frozenset[Any]]:
    """What the event itself says, under the names of conditions."""
    if "team_id" in one:
        return {"kinds": frozenset({one["kind"]}), "teams": frozenset({one["team_id"]})}
    if "relationship" in one:
        departments = frozenset({one["organization_id"]} - {None})
        return {"relationships": frozenset({one["relationship"]}), "departments": departments}
    return {}


def _with_rest(met: Iterable[Row], terms: Terms, seed: str) -> int:
    """How many are drawn, each person left in peace for a while after they were asked."""
    subject, asked = _EVENTS[When(terms.when)][1], 0
    last: dict[int, datetime] = {}
    for one in sorted(met, key=lambda told: (told["at"], told["subject_id"])):
        before = [last[one["person_id"]]] if one["person_id"] in last else []
        lot = rules.subject_of(subject, one["subject_id"])
        if rules.in_quarantine(before, one["at"], terms.quarantine_days):
            continue
        if rules.is_drawn(seed, lot, terms.share):
            last[one["person_id"]] = one["at"]
            asked += 1
    return asked


def _share(people: int, terms: Terms) -> int:
    return int(people * terms.share)
