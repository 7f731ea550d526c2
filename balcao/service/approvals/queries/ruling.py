from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.register.people.rules import INTERNAL_KINDS

from .. import scope

_RULES = f"""
SELECT u.id, u.name, u.team_id, t.name AS team, u.is_active, v.number, v.stages, v.at,
    (SELECT count(*) FROM approvals_approval a JOIN approvals_ruleversion o ON o.id = a.version_id
     WHERE o.rule_id = u.id AND a.state = 'waiting') AS waiting
FROM approvals_rule u LEFT JOIN teams_team t ON t.id = u.team_id
JOIN LATERAL (SELECT number, stages, at FROM approvals_ruleversion w WHERE w.rule_id = u.id
    ORDER BY w.number DESC LIMIT 1) v ON true
WHERE {scope.RULE_KEPT}
"""
_DELEGATIONS = """
SELECT d.id, d.person_id, d.delegate_id, d.from_on, d.until_on, d.reason,
    coalesce(nullif(p.preferred_name, ''), p.name) AS person,
    coalesce(nullif(g.preferred_name, ''), g.name) AS delegate,
    d.from_on <= %(today)s AS has_begun, d.person_id = %(inside)s::bigint AS is_own
FROM approvals_delegation d JOIN people_person p ON p.id = d.person_id
JOIN people_person g ON g.id = d.delegate_id
WHERE d.ended_at IS NULL AND d.until_on >= %(today)s
  AND (%(all)s OR %(inside)s::bigint IN (d.person_id, d.delegate_id))
ORDER BY d.from_on, d.id
"""
_CANDIDATES = """
SELECT p.id, coalesce(nullif(p.preferred_name, ''), p.name) AS called, h.value AS address
FROM people_person p
JOIN LATERAL (SELECT w.value FROM people_handle w WHERE w.person_id = p.id AND w.channel = 'email'
    AND w.is_work AND w.verified_at IS NOT NULL ORDER BY w.is_primary DESC, w.id LIMIT 1) h ON true
WHERE p.merged_into_id IS NULL AND {which}
  AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id AND r.kind = ANY(%(kinds)s)
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))
ORDER BY p.folded_name, p.id LIMIT %(limit)s
"""


def rules(actor: Actor) -> list[Row]:
    """Rules the actor keeps, by name, with the stages of their last version and how many wait."""
    return rows(f"{_RULES} ORDER BY u.is_active DESC, u.name", scope.params(actor))


def rule(actor: Actor, rule_id: int) -> Row:
    """One rule as in the list; NotFound for who doesn't keep it."""
    found = rows(f"{_RULES} AND u.id = %(id)s", {**scope.params(actor), "id": rule_id})
    if not found:
        raise NotFound()
    return found[0]


def teams_to_keep(actor: Actor) -> list[Row]:
    """Teams whose rules the actor may write; an administrator's company rules belong to none."""
    return rows(
        "SELECT id, name FROM teams_team WHERE is_active AND (id = ANY(%(offers)s::bigint[])"
        " OR (%(all)s AND NOT is_confidential)) ORDER BY name",
        {"offers": actor.teams_where(Permission.OFFER), "all": actor.may(Permission.OFFER)},
    )


def delegations(actor: Actor) -> list[Row]:
    """Who is away and who decides for them, from today on: one's own, those to one, or all for
    administrators."""
    return rows(
        _DELEGATIONS,
        {
            "today": clock.today(),
            "inside": scope.inside(actor),
            "all": actor.may(Permission.ADMINISTER),
        },
    )


def colleagues(actor: Actor, *, limit: int = 300) -> list[Row]:
    """Others who work here today by name, each with an address of work: whom one may name to decide.

    The first so many, for administrators alone: nobody else has everybody in their scope, and writes
    the address of whom they know.
    """
    _require_inside(actor)
    if not actor.may(Permission.ADMINISTER):
        return []
    where = {"which": "p.id <> %(inside)s::bigint"}
    return _working(actor, where, {"limit": limit})


def addressed(actor: Actor, addresses: Sequence[str]) -> dict[str, int]:
    """Who of those who work here today has which of these addresses of work."""
    told = sorted({one.strip().lower() for one in addresses} - {""})
    where = {
        "which": "p.id IN (SELECT a.person_id FROM people_handle a WHERE a.channel = 'email'"
        " AND a.is_work AND a.verified_at IS NOT NULL AND a.value = ANY(%(addresses)s))"
    }
    found = {one["id"] for one in _working(actor, where, {"addresses": told, "limit": len(told)})}
    lines = rows(
        "SELECT value, person_id FROM people_handle WHERE channel = 'email' AND is_work"
        " AND value = ANY(%(addresses)s) AND person_id = ANY(%(people)s)",
        {"addresses": told, "people": sorted(found)},
    )
    return {line["value"]: line["person_id"] for line in lines}


def named(actor: Actor, people: Sequence[int]) -> list[Row]:
    """Of these people those who work here today, each with name and address of work."""
    where = {"which": "p.id = ANY(%(people)s)"}
    return _working(actor, where, {"people": list(people), "limit": len(people)})


def departments(actor: Actor) -> list[Row]:
    """Departments by name, for whoever works here."""
    _require_inside(actor)
    return rows(
        "SELECT id, name FROM people_organization WHERE kind = 'department' ORDER BY folded_name",
        {},
    )


def teams(actor: Actor) -> list[Row]:
    """Teams a stage may name, by name: the confidential ones for who is in them alone."""
    _require_inside(actor)
    return rows(
        "SELECT id, name FROM teams_team WHERE is_active"
        " AND (NOT is_confidential OR id = ANY(%(teams)s)) ORDER BY name",
        {"teams": actor.team_ids},
    )


def _working(actor: Actor, where: dict[str, str], told: dict[str, Any]) -> list[Row]:
    _require_inside(actor)
    return rows(
        _CANDIDATES.replace("{which}", where["which"]),
        {
            "inside": scope.inside(actor),
            "kinds": [str(kind) for kind in INTERNAL_KINDS],
            "today": clock.today(),
            **told,
        },
    )


def _require_inside(actor: Actor) -> None:
    if not actor.is_system and not scope.inside(actor):
        raise NotFound()
