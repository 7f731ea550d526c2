"""Who decides a stage today: by the register, without the requester, and with who stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from balcao.core import clock
from balcao.core.sql import Row, row, rows
from balcao.register.people.rules import INTERNAL_KINDS

from .models import Approval
from .rules import StageRule, Who

_HIGHEST = 10
_TODAY = "r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)"
_STANDING = f"""
SELECT p.id FROM people_person p WHERE p.id = ANY(%(people)s) AND p.merged_into_id IS NULL
  AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id
    AND r.kind = ANY(%(kinds)s) AND {_TODAY})
"""
# Of somebody who left too: who they reported to decides what was theirs to decide.
_ABOVE = """
SELECT r.manager_id FROM people_relationship r
WHERE r.person_id = %(person)s AND r.manager_id IS NOT NULL AND r.kind = ANY(%(kinds)s)
  AND r.since_on <= %(today)s
ORDER BY r.until_on DESC NULLS FIRST, r.since_on DESC, r.id DESC LIMIT 1
"""
_TEAM = """
SELECT m.person_id FROM access_membership m JOIN teams_team t ON t.id = m.team_id AND t.is_active
WHERE m.team_id = %(team)s AND (%(role)s::text IS NULL OR m.role = %(role)s::text)
ORDER BY m.person_id
"""
# The head manages somebody of the department, and reports to nobody of it.
_HEADS = f"""
WITH inside AS (
    SELECT r.person_id, r.manager_id FROM people_relationship r
    WHERE r.organization_id = %(department)s AND r.kind = ANY(%(kinds)s) AND {_TODAY}
)
SELECT DISTINCT i.person_id FROM inside i
WHERE EXISTS (SELECT FROM inside below WHERE below.manager_id = i.person_id)
  AND NOT EXISTS (SELECT FROM inside peer WHERE peer.person_id = i.manager_id)
ORDER BY i.person_id
"""
_DEPARTMENT = f"""
SELECT o.id, o.team_id FROM people_relationship r
JOIN people_organization o ON o.id = r.organization_id AND o.kind = 'department'
WHERE r.person_id = %(person)s AND r.kind = ANY(%(kinds)s) AND {_TODAY}
ORDER BY r.since_on DESC, r.id DESC LIMIT 1
"""
# One step and no further: whom a delegate would ask in turn is not asked.
_DELEGATE = f"""
SELECT d.id, d.delegate_id, d.until_on FROM approvals_delegation d
WHERE d.person_id = %(person)s AND d.ended_at IS NULL AND d.delegate_id <> d.person_id
  AND d.from_on <= %(today)s AND d.until_on >= %(today)s
  AND NOT EXISTS (SELECT FROM approvals_delegation away
    WHERE away.person_id = d.delegate_id AND away.ended_at IS NULL
      AND away.from_on <= %(today)s AND away.until_on >= %(today)s)
  AND EXISTS (SELECT FROM people_relationship r JOIN people_person p ON p.id = r.person_id
    WHERE r.person_id = d.delegate_id AND p.merged_into_id IS NULL AND r.kind = ANY(%(kinds)s)
      AND {_TODAY})
ORDER BY d.id LIMIT 1
"""


class Chosen(NamedTuple):
    """Who is asked, and instead of whom where that one can't decide."""

    person: int
    instead_of: int | None = None


def barred(approval: Approval) -> set[int]:
    """Who never decides this approval: who wants the thing, and whoever has asked for it since."""
    of_it = Approval.objects.filter(
        subject_type=approval.subject_type, subject_id=approval.subject_id
    ).values_list("requester_id", "asked_by_id")
    return {one for asked in of_it for one in asked if one is not None}


def standing(people: Iterable[int]) -> set[int]:
    """Those of them who work here today, whatever their kind of relationship."""
    told = {**_known(), "people": sorted(set(people))}
    return {line["id"] for line in rows(_STANDING, told)}


def choose(stage: StageRule, approval: Approval) -> list[Chosen]:
    """Who is asked in a stage, each once; who can't decide it is replaced by who is above them."""
    named = _named(stage, approval.requester_id)
    out = barred(approval)
    fit = standing(named) - out
    chosen = [Chosen(person) for person in named if person in fit]
    for person in named:
        if person in fit:
            continue
        above = stand_in(person, out | {one.person for one in chosen} | set(named))
        if above is not None:
            chosen.append(Chosen(above, person))
    return chosen


def stand_in(person_id: int, unfit: Collection[int]) -> int | None:
    """The nearest one above somebody who works here and is none of the `unfit`; None without any."""
    seen, at = {person_id}, person_id
    for _step in range(_HIGHEST):
        found = row(_ABOVE, {**_known(), "person": at})
        if found is None or found["manager_id"] in seen:
            return None
        at = int(found["manager_id"])
        seen.add(at)
        if at not in unfit and standing([at]):
            return at
    return None


def manager_of(person_id: int) -> int | None:
    """To whom somebody reports, or last did; None for nobody."""
    found = row(_ABOVE, {**_known(), "person": person_id})
    return int(found["manager_id"]) if found else None


def delegation_of(person_id: int) -> Row | None:
    """Who decides for somebody who is away today (`delegate_id`, until `until_on`); None for nobody."""
    return row(_DELEGATE, {**_known(), "person": person_id})


def _named(stage: StageRule, requester_id: int) -> list[int]:
    if stage.who is Who.PEOPLE:
        return list(stage.people)
    if stage.who is Who.TEAM:
        return _members(stage.team_id, stage.role)
    if stage.who is Who.MANAGER:
        found = manager_of(requester_id)
        return [found] if found is not None else []
    return _heads(stage.organization_id, requester_id)


def _members(team_id: int | None, role: str | None) -> list[int]:
    return [line["person_id"] for line in rows(_TEAM, {"team": team_id, "role": role})]


def _heads(department_id: int | None, requester_id: int) -> list[int]:
    """Of a department nobody is known to lead, the supervisors of the team that answers for it."""
    if department_id is None:
        found = row(_DEPARTMENT, {**_known(), "person": requester_id})
    else:
        found = row(
            "SELECT id, team_id FROM people_organization WHERE id = %(id)s", {"id": department_id}
        )
    if found is None:
        return []
    heads = rows(_HEADS, {**_known(), "department": found["id"]})
    return [line["person_id"] for line in heads] or _members(found["team_id"], "supervisor")


def _known() -> dict[str, object]:
    return {"kinds": [str(kind) for kind in INTERNAL_KINDS], "today": clock.today()}
