"""What is known today of people who might be asked: where they are reached, and their groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from balcao.core import clock
from balcao.core.sql import Row, rows
from balcao.register.people.models import Side
from balcao.register.people.rules import kinds_of

from . import rules

# A work address reaches the employee, a private one the customer; never the other way round.
_ABOUT = """
SELECT p.id AS person_id, p.language, h.id AS handle_id, c.id AS calendar_id, p.merged_into_id,
    all_ties.kinds, all_ties.organizations, all_ties.since_on,
    tie.kind AS relationship, tie.organization_id AS department, tie.sponsor_id AS unit,
    ARRAY(SELECT m.team_id FROM access_membership m WHERE m.person_id = p.id) AS teams,
    (SELECT o.region FROM orders_order o WHERE o.customer_id = p.id AND %(outside)s
        ORDER BY o.ordered_on DESC, o.id DESC LIMIT 1) AS region,
    (SELECT max(coalesce(q.sent_at, q.send_at)) FROM asking_invited q
        WHERE q.person_id = p.id AND q.withdrawn_at IS NULL
            AND (q.sent_at IS NOT NULL OR q.subject_id IS NULL)) AS asked_at
FROM people_person p
CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT r.kind) AS kinds, min(r.since_on) AS since_on,
        array_agg(DISTINCT r.organization_id) FILTER (WHERE r.organization_id IS NOT NULL)
            AS organizations
    FROM people_relationship r
    WHERE r.person_id = p.id AND r.kind = ANY(%(kinds)s) AND r.since_on <= %(today)s
        AND (r.until_on IS NULL OR r.until_on >= %(today)s)
) all_ties
LEFT JOIN LATERAL (
    SELECT r.kind, r.organization_id, r.sponsor_id FROM people_relationship r
    WHERE r.person_id = p.id AND r.kind = ANY(%(kinds)s) AND r.since_on <= %(today)s
        AND (r.until_on IS NULL OR r.until_on >= %(today)s)
    ORDER BY r.since_on DESC, r.id DESC LIMIT 1
) tie ON true
LEFT JOIN LATERAL (
    SELECT h.id FROM people_handle h
    WHERE h.person_id = p.id AND h.channel = 'email'
        AND CASE WHEN %(outside)s THEN NOT h.is_work
            ELSE h.is_work AND h.verified_at IS NOT NULL END
        AND NOT EXISTS (SELECT FROM inboxes_inbox i WHERE i.address = h.value)
    ORDER BY (h.id = %(handle)s) DESC NULLS LAST, h.is_primary DESC, h.id LIMIT 1
) h ON true
LEFT JOIN LATERAL (
    SELECT c.id FROM calendars_calendar c
    WHERE c.is_default OR c.organization_id = tie.organization_id
    ORDER BY c.organization_id = tie.organization_id DESC NULLS LAST LIMIT 1
) c ON true
WHERE p.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM profile_preference r WHERE r.person_id = p.id
        AND r.matter = 'surveys' AND r.side = %(side)s AND r.superseded_at IS NULL
        AND NOT r.is_wanted) AND
"""
_ONE = _ABOUT + "p.id = %(person)s"
_THESE = _ABOUT + "p.id = ANY(%(people)s)"
_MANY = (
    _ABOUT
    + "p.id > %(after)s AND all_ties.kinds IS NOT NULL AND h.id IS NOT NULL"
    + " ORDER BY p.id LIMIT %(limit)s"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might be asked; `facts` are what conditions look at."""

    person_id: int
    handle_id: int | None
    calendar_id: int | None
    language: str
    asked_at: datetime | None
    facts: rules.Facts
    attributes: Mapping[str, Any]


def candidate(
    person_id: int, side: str, *, handle_id: int | None = None, **known: Any
) -> Candidate | None:
    """One person as they stand today on this side; `known` adds facts of the event."""
    found = rows(_ONE, {**_params(side), "person": person_id, "handle": handle_id})
    return _candidate(found[0], side, known) if found else None


def candidates(side: str, *, after: int = 0, limit: int = 5000) -> list[Candidate]:
    """Whoever has a tie to the company on this side and can be reached, in order of id."""
    found = rows(_MANY, {**_params(side), "after": after, "limit": limit, "handle": None})
    return [_candidate(row, side, {}) for row in found]


def candidates_of(side: str, people: list[int]) -> dict[int, Candidate]:
    """These people as they stand today on this side, by id."""
    found = rows(_THESE, {**_params(side), "people": people, "handle": None})
    return {row["person_id"]: _candidate(row, side, {}) for row in found}


def _params(side: str) -> dict[str, Any]:
    return {
        "kinds": [str(kind) for kind in kinds_of([side])],
        "outside": side == Side.EXTERNAL,
        "side": side,
        "today": clock.today(),
    }


def _candidate(found: Row, side: str, known: Mapping[str, Any]) -> Candidate:
    facts = {
        "sides": frozenset({side}),
        "relationships": frozenset(found["kinds"] or ()),
        "departments": frozenset(found["organizations"] or ()),
        "teams": frozenset(found["teams"]),
    }
    return Candidate(
        found["person_id"],
        found["handle_id"],
        found["calendar_id"],
        found["language"],
        found["asked_at"],
        {**facts, **known},
        _attributes(found, side, clock.today()),
    )


def _attributes(found: Row, side: str, today: date) -> dict[str, Any]:
    told = {name: found[name] for name in ("relationship", "department", "unit", "region")}
    if side == Side.INTERNAL and len(found["teams"]) == 1:
        told["team"] = found["teams"][0]  # who is in several belongs to none of them alone
    if found["since_on"] is not None:
        told["tenure"] = rules.tenure_band(found["since_on"], today)
    return {name: value for name, value in told.items() if value}


def has_enough(side: str, conditions: Mapping[str, Any]) -> bool:
    """Whether so many people meet the conditions that an anonymous survey may ask them at all."""
    found = after = 0
    while batch := candidates(side, after=after):
        found += sum(rules.meets(conditions, one.facts) for one in batch)
        if found >= rules.LEAST_ASKED:
            return True
        after = batch[-1].person_id
    return False
