"""How many people there are behind a score, where everybody was asked: then most of them narrow it."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.sql import Row, rows

from . import rules
from .reading import Slice

# One round within the days, sent to all who meet its conditions, about nothing in particular.
_ASKED = """
WITH wave AS (
    SELECT w.id FROM asking_wave w
    WHERE w.survey_id = %(survey)s AND w.opens_at < %(to)s AND w.closes_at >= %(from)s
), sole AS (
    SELECT min(id) AS id FROM wave HAVING count(*) = 1
)
SELECT t.value, t.asked, t.answered FROM sole JOIN results_turnout t ON t.wave_id = sole.id
WHERE t.cut = %(cut)s AND (%(value)s::text IS NULL OR t.value = %(value)s::text)
    AND t.answered * 2 > t.asked
    AND (SELECT i.subject_id IS NULL AND o.share = 1 FROM asking_invited i
        JOIN asking_occasion o ON o.id = i.occasion_id WHERE i.wave_id = sole.id LIMIT 1)
    AND NOT EXISTS (SELECT FROM answers_answer a WHERE a.wave_id = sole.id AND a.link_id IS NOT NULL)
"""


def populations(survey: Row, of: Slice) -> dict[str, int]:
    """By group how many were asked, of an identified round of which most answered; else nothing.

    Of customers asked about what happened there is no such number: more will happen.
    """
    if survey["is_anonymous"] or survey["side"] != "internal":
        return {}
    begins, ends = rules.instants(of.since, of.until, clock.zone())
    found = rows(
        _ASKED,
        {
            "survey": survey["id"],
            "cut": of.cut,
            "value": of.value,
            "from": begins,
            "to": ends,
        },
    )
    return {one["value"]: one["asked"] for one in found}
