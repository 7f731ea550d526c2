"""Satisfaction later of customers who waited for another area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.listening.surveys.rules import Asked, numbers, of_row
from balcao.measures.scores import Difference, Estimate, csat, difference
from balcao.service.between import queries as between
from balcao.service.between.queries import READABLE

FEWEST = 10
NOBODY = 0
_BEST = 2  # of the scale: what CSAT counts as satisfied

_QUESTIONS = """
SELECT DISTINCT ON (q.survey_id) q.id, q.key, q.kind, q.words, q.help, q.options, q.shown_if, q.page,
    q.position
FROM surveys_question q JOIN surveys_survey s ON s.id = q.survey_id
LEFT JOIN teams_team team ON team.id = s.team_id
WHERE s.purpose = ANY(%(purposes)s) AND s.side = %(side)s AND NOT s.is_anonymous AND q.kind = 'csat'
    AND NOT coalesce(team.is_confidential AND team.id <> ALL(%(mine)s::bigint[]), false)
ORDER BY q.survey_id, q.page, q.position, q.id
"""
# Each answer about a customer's ticket stands in one group of those it waited for before it was given,
# as far as the reader may know of it, and under 0 when that is nobody.
_ANSWERS = f"""
SELECT q.id AS question_id, a.values->>q.id::text AS said, coalesce(waited.teams, '{{}}') AS teams,
       count(*) AS n
FROM answers_answer a JOIN asking_invited i ON i.id = a.invited_id AND i.subject_type = 'ticket'
JOIN surveys_question q ON q.survey_id = a.survey_id AND q.id = ANY(%(questions)s::bigint[])
JOIN tickets_ticket o ON o.id = i.subject_id AND o.side = 'external'
JOIN teams_team own ON own.id = o.team_id
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT w.team_id ORDER BY w.team_id) AS teams
    FROM between_linked l JOIN between_wait w ON w.linked_id = l.id
    JOIN teams_team dep ON dep.id = w.team_id
    WHERE l.ticket_id = o.id AND w.from_at < a.answered_at AND w.to_at IS DISTINCT FROM w.from_at
        AND {READABLE}) waited ON true
WHERE a.answered_at >= %(since)s AND a.answered_at < %(until)s AND a.values ? q.id::text
    AND (NOT own.is_confidential OR own.id = ANY(%(led)s::bigint[]))
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Told:
    """So many satisfied of so many who answered; a share with its interval from ten on."""

    satisfied: int
    n: int

    @property
    def estimate(self) -> Estimate | None:
        """From 0 to 1 (see `measures.scores.csat`); None for too few."""
        return csat(self.satisfied, self.n) if self.n >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Customers who waited for an area beside those who waited for none, by what they answered later.

    That they differ is no proof that waiting is why: what another area is needed for may be harder.
    """

    waited: Told
    others: Told

    @property
    def difference(self) -> Difference | None:
        """Waited minus others (see `measures.scores.difference`); None while either are too few."""
        one, other = self.waited.estimate, self.others.estimate
        return difference(one, other) if one and other else None


def satisfaction(actor: Actor, since: datetime, until: datetime) -> dict[int, Compared]:
    """By area, and under 0 of all together: what customers who had waited answered in a period.

    Only identified answers to questions of satisfaction about their tickets. A wait for an area that
    doesn't exist for the reader is none. Forbidden as for the report of waits.
    """
    told = {**between.readable(actor), "since": since, "until": until}
    asked = _asked(actor, ("csat", "post_sale", "custom"), "external")
    found = rows(_ANSWERS, {**told, "questions": list(asked)}) if asked else []
    groups = _counted(found, asked)
    others = groups.pop((), Told(0, 0))
    by_team: dict[int, list[Told]] = defaultdict(list)
    for teams, one in groups.items():
        for team in (NOBODY, *teams):
            by_team[team].append(one)
    by_team.setdefault(NOBODY, [])
    return {team: Compared(_sum(parts), others) for team, parts in by_team.items()}


def _asked(actor: Actor, purposes: Iterable[str], side: str) -> dict[int, Asked]:
    """The first question of satisfaction of each survey, by its id."""
    told = {"purposes": list(purposes), "side": side, "mine": actor.team_ids}
    return {line["id"]: of_row(line) for line in rows(_QUESTIONS, told)}


def _counted(found: Iterable[Row], asked: Mapping[int, Asked]) -> dict[tuple[int, ...], Told]:
    best = {key: {str(one) for one in numbers(each)[-_BEST:]} for key, each in asked.items()}
    sums: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0])
    for line in found:
        counted = sums[tuple(line["teams"])]
        counted[0] += line["n"] if line["said"] in best[line["question_id"]] else 0
        counted[1] += line["n"]
    return {teams: Told(*counted) for teams, counted in sums.items()}


def _sum(parts: Iterable[Told]) -> Told:
    known = list(parts)
    return Told(sum(one.satisfied for one in known), sum(one.n for one in known))
