from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows

from ..crowd import known_to, needs_of, read_crowd
from ..rules import SKIP_LASTS, Choice, choose

_NAMES = """
SELECT p.id, coalesce(nullif(k.preferred_name, ''), k.name) AS called
FROM people_person p JOIN people_person k ON k.id = coalesce(p.merged_into_id, p.id)
WHERE p.id = ANY(%(people)s::bigint[])
"""
_SKILLS = "SELECT id, name FROM routing_skill WHERE id = ANY(%(skills)s::bigint[]) ORDER BY name"


def decisions(actor: Actor, ticket: Row) -> list[Row]:
    """What the desk did with a ticket one handles, newest first: why, and who was passed over.

    `passed` holds pairs of a reason and names. What was decided among people of a team that the
    actor doesn't belong to stays there.
    """
    if not ticket["is_handled"]:
        return []
    found = rows(
        """
        SELECT d.id, d.at, d.act, d.why, d.considered, d.left_out, d.person_id, team.name AS team
        FROM routing_decision d JOIN teams_team team ON team.id = d.team_id
        WHERE d.ticket_id = %(ticket)s AND d.team_id = ANY(%(teams)s)
        ORDER BY d.id DESC LIMIT 50
        """,
        {"ticket": ticket["id"], "teams": actor.team_ids},
    )
    people = {line["person_id"] for line in found} - {None}
    people |= {each for line in found for ids in line["considered"].values() for each in ids}
    names = _names(people)
    skills = _skill_names(each for line in found for each in line["left_out"])
    return [
        {
            **line,
            "person": names.get(line["person_id"]),
            "passed": [
                (reason, sorted(names[each] for each in ids if each in names))
                for reason, ids in line["considered"].items()
            ],
            "left_out": [skills[each] for each in line["left_out"] if each in skills],
        }
        for line in found
    ]


def prospect(actor: Actor, ticket: Row) -> dict[str, Any] | None:
    """Who would get a waiting ticket of one's team this instant, and why, or why nobody would.

    None where nobody is looked for: it is assigned or over, of another team, or people choose.
    """
    if not ticket["is_handled"] or ticket["team_id"] not in actor.team_ids:
        return None
    if ticket["assignee_id"] is not None or ticket["status"] not in ("new", "open"):
        return None
    crowd = read_crowd(ticket["team_id"])
    if not crowd.rule["is_automatic"]:
        return None
    spoken = rows(
        "SELECT language FROM people_person WHERE id = %(person)s",
        {"person": ticket["requester_id"]},
    )
    asked = {**ticket, "language": spoken[0]["language"]}
    now = clock.now()
    needs = known_to(crowd.rule, needs_of(crowd.rule, asked), ticket["id"], now - SKIP_LASTS)
    return _told(choose(needs, list(crowd.people.values()), now))


def _told(choice: Choice) -> dict[str, Any]:
    names = _names(choice.passed_over.keys() | {choice.person_id} - {None})
    reasons = dict.fromkeys(choice.passed_over.values())
    skills = _skill_names(choice.left_out)
    return {
        "person": names.get(choice.person_id),
        "why": choice.why,
        "passed": [
            (
                reason,
                sorted(names[each] for each, why in choice.passed_over.items() if why is reason),
            )
            for reason in reasons
        ],
        "left_out": [skills[each] for each in sorted(choice.left_out) if each in skills],
    }


def _names(people: Iterable[int | None]) -> dict[int | None, str]:
    return {line["id"]: line["called"] for line in rows(_NAMES, {"people": list(people)})}


def _skill_names(skills: Iterable[int]) -> dict[int, str]:
    return {line["id"]: line["name"] for line in rows(_SKILLS, {"skills": list(skills)})}
