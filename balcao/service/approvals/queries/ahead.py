"""Who would be asked, before anything is asked for."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.sql import Row, row, rows

from .. import deciders, scope
from ..rules import StageRule, Who, people_of, read_stages
from ..wording import how_many, money, who

_STAGES = """
SELECT v.stages FROM approvals_rule u JOIN approvals_ruleversion v ON v.rule_id = u.id
WHERE u.id = %(rule)s AND u.is_active ORDER BY v.number DESC LIMIT 1
"""
_NAMES = """
SELECT 'person' AS sort, p.id, coalesce(nullif(p.preferred_name, ''), p.name) AS name
FROM people_person p WHERE p.id = ANY(%(people)s)
UNION ALL SELECT 'team', t.id, t.public_name FROM teams_team t
WHERE t.id = ANY(%(teams)s) AND NOT t.is_confidential
UNION ALL SELECT 'department', o.id, o.name FROM people_organization o
WHERE o.id = ANY(%(departments)s) AND o.kind = 'department'
"""


def ahead(actor: Actor, rule_id: int) -> list[Row]:
    """Who would be asked by a rule if the actor asked for something: each stage's `name`, `who` in
    words, how many (`needed`; empty for one alone) and `above` which amount; nothing for outsiders,
    who learn nobody's name. Who is away or can't decide is known once it is asked for.
    """
    me = scope.inside(actor)
    found = row(_STAGES, {"rule": rule_id}) if me else None
    if found is None:
        return []
    stages = read_stages(found["stages"])
    manager = deciders.manager_of(me) if any(one.who is Who.MANAGER for one in stages) else None
    names = _names(stages, manager)
    return [_told(stage, names, manager) for stage in stages]


def _names(stages: tuple[StageRule, ...], manager: int | None) -> dict[str, dict[int, str]]:
    told: dict[str, dict[int, str]] = {"person": {}, "team": {}, "department": {}}
    wanted = {
        "people": sorted({*people_of(stages), *([manager] if manager else [])}),
        "teams": [one.team_id for one in stages if one.team_id is not None],
        "departments": [one.organization_id for one in stages if one.organization_id is not None],
    }
    for line in rows(_NAMES, wanted):
        told[line["sort"]][line["id"]] = line["name"]
    return told


def _told(stage: StageRule, names: dict[str, dict[int, str]], manager: int | None) -> Row:
    said = who(stage, names["team"], names["person"], names["department"])
    if stage.who is Who.MANAGER and manager in names["person"]:
        said = names["person"][manager]
    several = stage.who is not Who.MANAGER and len(stage.people) != 1
    return {
        "name": stage.name,
        "who": said,
        "needed": how_many(stage.needed, len(stage.people) or None) if several else "",
        "above": money(stage.from_amount) if stage.from_amount is not None else "",
    }
