from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .. import asking
from ..rules import Linked

SCOPE = """
(%(all)s OR j.team_id = ANY(%(teams)s)
 OR (%(reads)s AND j.team_id IS NULL) OR (%(figures)s AND NOT t.is_confidential))
"""
_JOURNEYS = f"""
SELECT j.id, j.names, j.side, j.team_id, t.name AS team, j.shipped, j.revision,
       (%(all)s OR coalesce(j.team_id = ANY(%(teams)s), false)) AS may_edit,
       (SELECT count(*) FROM journeys_stage g WHERE g.journey_id = j.id) AS stages,
       (SELECT count(DISTINCT g.id) FROM journeys_stage g
        JOIN journeys_link l ON l.stage_id = g.id WHERE g.journey_id = j.id) AS asked
FROM journeys_journey j LEFT JOIN teams_team t ON t.id = j.team_id
WHERE {SCOPE}
"""
_STAGES = f"""
SELECT g.id, g.journey_id, g.position, g.names, g.does, g.touchpoints
FROM journeys_stage g JOIN journeys_journey j ON j.id = g.journey_id
LEFT JOIN teams_team t ON t.id = j.team_id
WHERE {SCOPE}
"""


def may_read(actor: Actor) -> bool:
    """True for whoever may ask or supervises somewhere, and for directors."""
    asks = actor.may_anywhere(Permission.ASK) or actor.may_anywhere(Permission.SUPERVISE)
    return asks or actor.may(Permission.READ_FIGURES)


def journeys(actor: Actor) -> list[Row]:
    """The journeys one may read, those of the outside first; `asked` of their stages have a question."""
    return rows(_JOURNEYS + " ORDER BY j.side, j.id", _scope(actor))


def journey(actor: Actor, journey_id: int) -> Row:
    """One journey as in the list; NotFound for whoever may not read it."""
    found = row(_JOURNEYS + " AND j.id = %(journey)s", {**_scope(actor), "journey": journey_id})
    if found is None:
        raise NotFound()
    return found


def stages(actor: Actor, journey_id: int) -> list[Row]:
    """The stages of a journey in order, in both languages; none of one that one may not read."""
    told = {**_scope(actor), "journey": journey_id}
    return rows(_STAGES + " AND j.id = %(journey)s ORDER BY g.position", told)


def stage_read(actor: Actor, stage_id: int) -> Row:
    """One stage of a journey that one may read; NotFound for any other."""
    found = row(_STAGES + " AND g.id = %(stage)s", {**_scope(actor), "stage": stage_id})
    if found is None:
        raise NotFound()
    return found


def stage(actor: Actor, stage_id: int) -> Row:
    """One stage of a journey that one may change, with its `journey`; NotFound for anybody else."""
    found = stage_read(actor, stage_id)
    around = journey(actor, found["journey_id"])
    if not around["may_edit"]:
        raise NotFound()
    return {**found, "journey": around}


def stage_of_link(actor: Actor, link_id: int) -> int:
    """The stage that a link belongs to, of a journey that one may change; NotFound for any other."""
    found = row("SELECT stage_id FROM journeys_link WHERE id = %(link)s", {"link": link_id})
    if found is None:
        raise NotFound()
    return int(stage(actor, found["stage_id"])["id"])


def questions_by_stage(actor: Actor, journey_id: int) -> dict[int, list[Linked]]:
    """By stage the questions that tell of it, as far as one may know them."""
    journey(actor, journey_id)
    found: dict[int, list[Linked]] = {}
    for one in asking.linked(actor, journey_id)[0]:
        found.setdefault(one.stage_id, []).append(one)
    return found


def linkable(actor: Actor, side: str) -> list[Row]:
    """Every question with a score, part by part, of the surveys of a side whose results one reads."""
    return asking.linkable(actor, side)


def _scope(actor: Actor) -> dict[str, Any]:
    return {
        "all": actor.may(Permission.ASK),
        "teams": actor.teams_where(Permission.ASK),
        "reads": may_read(actor),
        "figures": actor.may(Permission.READ_FIGURES),
    }
