from __future__ import annotations

from balcao.core import clock, text
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
SELECT p.id, coalesce(nullif(p.preferred_name, ''), p.name) AS called, p.name
FROM people_person p
WHERE p.merged_into_id IS NULL AND p.id <> %(inside)s::bigint
  AND p.folded_name LIKE %(like)s
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


def candidates(actor: Actor, words: str = "", *, limit: int = 20) -> list[Row]:
    """Others who work here today by name, for whoever works here: whom one may name to decide."""
    me = scope.inside(actor)
    if not me:
        raise NotFound()
    likened = text.fold(words.strip()).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return rows(
        _CANDIDATES,
        {
            "inside": me,
            "like": f"%{likened}%",
            "kinds": [str(kind) for kind in INTERNAL_KINDS],
            "today": clock.today(),
            "limit": limit,
        },
    )
