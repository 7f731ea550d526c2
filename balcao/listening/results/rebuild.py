"""Every daily fact worked out again from the answers, and compared."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import Row, row, rows

from . import facts, rules, turnout

# A survey was anonymous or not from its launch on; days in which nothing was answered may have facts.
_SPANS = """
SELECT s.id, least(min(a.first), min(d.first)) AS first, greatest(max(a.last), max(d.last)) AS last
FROM surveys_survey s
LEFT JOIN LATERAL (
    SELECT (min(answered_at) AT TIME ZONE %(zone)s)::date AS first,
        (max(answered_at) AT TIME ZONE %(zone)s)::date AS last
    FROM answers_answer WHERE survey_id = s.id
) a ON true
LEFT JOIN LATERAL (
    SELECT min(day) AS first, max(day) AS last FROM results_day WHERE survey_id = s.id
) d ON true
GROUP BY s.id HAVING count(a.first) + count(d.first) > 0 ORDER BY s.id
"""
_DAYS = "SELECT count(*) AS n FROM (SELECT DISTINCT survey_id, day FROM results_day) told"
_WAVES = "SELECT id FROM asking_wave WHERE NOT is_anonymous"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many days were compared, and each that differed from its answers, with how many facts."""

    days: int
    differing: list[Row]

    @property
    def is_equal(self) -> bool:
        """True when everything stored is what the answers tell."""
        return not self.differing


@transaction.atomic
def rebuild() -> Comparison:
    """Compare every day with its answers, and count those that differ anew.

    What waits to be counted is counted first: it is late, not wrong.
    """
    facts.count_changed()
    found = differing()
    for one in found:
        facts.count(one["survey"], one["day"], one["day"])
    turnout.count(one["id"] for one in rows(_WAVES))
    return Comparison((row(_DAYS) or {"n": 0})["n"], found)


def differing() -> list[Row]:
    """The days of each survey whose facts are not what the answers say; nothing is changed."""
    return [
        one
        for span in rows(_SPANS, {"zone": clock.zone()})
        for first, last in rules.stretches(span["first"], span["last"], rules.Step.MONTH)
        for one in facts.differing(span["id"], first, last)
    ]
