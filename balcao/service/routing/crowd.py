"""Who could take a team's tickets now, and what those tickets ask: read once, then kept up to date.

Loads count every ticket that waits for its agent, of whatever team: they are compared, and never
shown, since some of those teams may be confidential.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from balcao.core.sql import Row, row, rows

from .rules import Candidate, Needs, State, may_take_anything

LATEST = 20  # tickets of a client in which their last agent is looked for
LOADING = "('new', 'open')"
SINCE = "coalesce(t.waiting_since, t.created_at)"
ORDER = f"-t.priority, {SINCE}, t.id"  # of a team's queue, the most pressing first

_PEOPLE = """
SELECT m.person_id, coalesce(p.state, 'away') AS state,
       extract(epoch FROM greatest(p.since_at, p.given_at))::float8 AS idle_since,
       c.channels, c.limits, s.skills, s.levels
FROM access_membership m
JOIN people_person q ON q.id = m.person_id AND q.merged_into_id IS NULL
LEFT JOIN routing_presence p ON p.person_id = m.person_id
LEFT JOIN (SELECT person_id, array_agg(channel) AS channels, array_agg(at_once::int) AS limits
           FROM routing_capacity WHERE person_id IN ({whose}) GROUP BY person_id) c
    ON c.person_id = m.person_id
LEFT JOIN (SELECT person_id, array_agg(skill_id) AS skills, array_agg(level::int) AS levels
           FROM routing_personskill WHERE person_id IN ({whose}) GROUP BY person_id) s
    ON s.person_id = m.person_id
WHERE m.team_id = %(team)s AND m.role IN ('agent', 'supervisor') AND m.person_id IN ({whose})
ORDER BY m.person_id
"""
_WHOLE_TEAM = _PEOPLE.format(
    whose="SELECT person_id FROM access_membership WHERE team_id = %(team)s"
)
_ONE_OF_THEM = _PEOPLE.format(whose="%(person)s")

_LOADS = f"""
SELECT assignee_id, channel, count(*)::int AS n FROM tickets_ticket
WHERE assignee_id = ANY(%(people)s::bigint[]) AND status IN {LOADING} GROUP BY 1, 2
"""

_RULE = """
SELECT r.team_id, r.is_automatic, r.is_sticky, r.by_language, r.default_limit, r.overflow_team_id,
       r.overflow_after_seconds,
       (SELECT jsonb_agg(jsonb_build_object('kind', n.kind, 'skill', n.skill_id, 'level', n.level,
                                            'language', s.language))
        FROM routing_skillneed n JOIN routing_skill s ON s.id = n.skill_id
        WHERE n.team_id = r.team_id) AS needs,
       (SELECT jsonb_object_agg(s.language, s.id) FROM routing_skill s
        WHERE s.language <> '') AS languages
FROM routing_teamrouting r WHERE r.team_id = ANY(%(teams)s)
"""

ASKED = f"""
t.id, t.kind, t.channel, t.priority, t.requester_id, p.language, {SINCE} AS since_at
"""


@dataclass(slots=True)
class Crowd:
    """The people of one team, by id."""

    team_id: int
    rule: Row
    people: dict[int, Candidate] = field(default_factory=dict)

    @property
    def anybody_free(self) -> bool:
        """True when somebody is available and has room, on some channel at least."""
        return any(may_take_anything(each) for each in self.people.values())

    def given(self, person_id: int, channel: str, at: datetime) -> None:
        """Count a ticket that the person has just got."""
        each = self.people[person_id]
        loads = dict(each.loads)
        loads[""] = loads.get("", 0) + 1
        loads[channel] = loads.get(channel, 0) + 1
        self.people[person_id] = replace(each, loads=loads, idle_since=at)

    def look_at(self, person_id: int) -> Candidate | None:
        """The person as they are this instant, held until the transaction ends; None once gone."""
        row(
            "SELECT 1 AS held FROM routing_presence WHERE person_id = %(person)s FOR UPDATE",
            {"person": person_id},
        )
        found = _people(self.team_id, self.rule, person_id).get(person_id)
        if found is None:
            del self.people[person_id]
        else:
            self.people[person_id] = found
        return found


def read_crowd(team_id: int) -> Crowd:
    """The team's people and rule; a team nobody arranged anything for has the defaults."""
    rule = rule_of(team_id)
    return Crowd(team_id, rule, _people(team_id, rule))


def rule_of(team_id: int) -> Row:
    """How the team's tickets find their agents, with the defaults where nothing was arranged."""
    return rules_of([team_id]).get(team_id) or _default(team_id)


def rules_of(team_ids: list[int]) -> dict[int, Row]:
    """The rules of these teams, of those that have one."""
    return {line["team_id"]: line for line in rows(_RULE, {"teams": team_ids})}


def needs_of(rule: Mapping[str, Any], asked: Mapping[str, Any]) -> Needs:
    """What a ticket asks for by the team's rule; `asked` holds kind, channel and language."""
    skills: dict[int, int] = {}
    languages: set[int] = set()
    for need in rule["needs"] or ():
        if need["kind"] in ("", asked["kind"]):
            skills[need["skill"]] = max(need["level"], skills.get(need["skill"], 0))
            languages |= {need["skill"]} if need["language"] else set()
    spoken = (rule["languages"] or {}).get(asked["language"]) if rule["by_language"] else None
    if spoken is not None:
        skills.setdefault(spoken, 1)
        languages.add(spoken)
    return Needs(asked["channel"], skills, frozenset(languages))


def known_to(rule: Mapping[str, Any], needs: Needs, ticket_id: int, since_at: datetime) -> Needs:
    """The same needs, with who asked, who answered them last in the team and who passed it on."""
    found = row(
        """
        SELECT t.requester_id,
               ARRAY(SELECT s.person_id FROM routing_skip s
                     WHERE s.ticket_id = t.id AND s.at > %(since)s) AS skipped_by,
               coalesce(
                   (SELECT m.author_id FROM tickets_message m
                    WHERE m.ticket_id = t.id AND m.kind = 'outgoing' AND m.author_id IS NOT NULL
                    ORDER BY m.id DESC LIMIT 1),
                   (SELECT said.author_id
                    FROM (SELECT o.id FROM tickets_ticket o
                          WHERE o.requester_id = t.requester_id AND o.team_id = t.team_id
                          ORDER BY o.updated_at DESC, o.id DESC LIMIT %(latest)s) o
                    CROSS JOIN LATERAL (SELECT m.id, m.author_id FROM tickets_message m
                          WHERE m.ticket_id = o.id AND m.kind = 'outgoing'
                            AND m.author_id IS NOT NULL ORDER BY m.id DESC LIMIT 1) said
                    ORDER BY said.id DESC LIMIT 1)) AS last_agent
        FROM tickets_ticket t WHERE t.id = %(ticket)s
        """,
        {"ticket": ticket_id, "since": since_at, "latest": LATEST},
    )
    if found is None:
        return needs
    last = found["last_agent"] if rule["is_sticky"] else None
    skipped_by = frozenset(found["skipped_by"])
    return replace(needs, last_agent=last, skipped_by=skipped_by, asked_by=found["requester_id"])


def _people(
    team_id: int, rule: Mapping[str, Any], person_id: int | None = None
) -> dict[int, Candidate]:
    asked = _WHOLE_TEAM if person_id is None else _ONE_OF_THEM
    found = rows(asked, {"team": team_id, "person": person_id})
    loads = _loads(line["person_id"] for line in found if line["state"] == State.AVAILABLE)
    return {
        line["person_id"]: Candidate(
            person_id=line["person_id"],
            state=State(line["state"]),
            loads=loads.get(line["person_id"], {}),
            limits={"": rule["default_limit"], **_paired(line["channels"], line["limits"])},
            skills=_paired(line["skills"], line["levels"]),
            idle_since=_instant(line["idle_since"]),
        )
        for line in found
    }


def _paired(keys: list[Any] | None, values: list[int] | None) -> dict[Any, int]:
    return dict(zip(keys or (), values or (), strict=True))


def _instant(epoch: float | None) -> datetime | None:
    """Five hundred instants come as numbers: as text they would cost more than the choice."""
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)


def _loads(people: Iterable[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in rows(_LOADS, {"people": list(people)}):
        found[line["assignee_id"]][line["channel"]] += line["n"]
        found[line["assignee_id"]][""] += line["n"]
    return {person: dict(loads) for person, loads in found.items()}


def _default(team_id: int) -> Row:
    from .models import TeamRouting

    fresh = TeamRouting(team_id=team_id)
    names = ("is_automatic", "is_sticky", "by_language", "default_limit")
    return {
        "team_id": team_id,
        **{name: getattr(fresh, name) for name in names},
        "overflow_team_id": None,
        "overflow_after_seconds": None,
        "needs": None,
        "languages": None,
    }
