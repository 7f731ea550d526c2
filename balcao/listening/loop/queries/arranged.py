"""What becomes a task, and the playbooks."""

from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.listening.surveys import queries as surveys

from .. import playbooks, rules
from .tasks import CALLED, may_see


def rules_in_force(actor: Actor, survey_id: int | None = None) -> list[dict[str, Any]]:
    """For each score what becomes a task: of a survey one may edit, or company-wide.

    `origin` says whose rule it is: `own` of this survey, `company`, or `shipped`.
    """
    if survey_id is None and not surveys.may_ask(actor):
        raise NotFound()
    if survey_id is not None:
        surveys.survey(actor, survey_id)
    found = rows(
        f"""
        SELECT DISTINCT ON (r.when, r.kind) r.id, r.survey_id, r.kind, r.threshold, r.team_id, r.owner_id,
            r.target_hours, r.target_days, r.playbook, r.is_active, {CALLED.format("o")} AS owner,
            CASE WHEN NOT team.is_confidential OR team.id = ANY(%(teams)s) THEN team.name END AS team
        FROM loop_rule r LEFT JOIN teams_team team ON team.id = r.team_id
        LEFT JOIN people_person o ON o.id = r.owner_id
        WHERE (r.survey_id IS NULL OR r.survey_id = %(survey)s::bigint)
        ORDER BY r.when, r.kind, r.survey_id NULLS LAST
        """,
        {"survey": survey_id, "teams": actor.team_ids},
    )
    told = {
        one["kind"] or rules.THEME: one | {"origin": "own" if one["survey_id"] else "company"}
        for one in found
    }
    return [{**_shipped(name), **told.get(name, {}), "kind": name} for name in rules.SHIPPED]


def may_arrange(actor: Actor) -> bool:
    """True for whoever may set the company's rules and playbooks."""
    return actor.may(Permission.ASK)


def playbook_list(actor: Actor) -> list[Row]:
    """Every playbook as it is now; for whoever may have tasks."""
    if not may_see(actor):
        raise NotFound()
    return playbooks.playbooks()


def _shipped(name: str) -> dict[str, Any]:
    terms = rules.SHIPPED[name]
    told = {field: getattr(terms, field) for field in rules.Terms.__dataclass_fields__}
    return {**told, "origin": "shipped", "owner": None, "team": None}
