"""Experience against expectation, worked out once a day for surveys that ask for both.

Of identified surveys alone: who answered both questions of an anonymous round is a group of its own,
which the gate has not looked at; there the two scores stand beside each other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import row, rows
from balcao.listening.surveys.rules import numbers, of_row
from balcao.measures.disconfirmation import disconfirmation
from balcao.measures.scores import Scale

from .facts import PLACED
from .models import Expectation

DAYS = 365
EXPECTED, MET = "expectation_before", "expectation_met"
_BOTH = """
SELECT s.id AS survey, max(q.id) FILTER (WHERE q.item_key = %(expected)s) AS expected,
    max(q.id) FILTER (WHERE q.item_key = %(met)s) AS met
FROM surveys_survey s JOIN surveys_question q ON q.survey_id = s.id
JOIN LATERAL (
    SELECT v.content FROM surveys_version v
    WHERE v.survey_id = s.id AND v.published_at IS NOT NULL ORDER BY v.number DESC LIMIT 1
) v ON v.content @? format('$.pages[*].questions[*] ? (@.id == %%s)', q.id)::jsonpath
WHERE NOT s.is_anonymous AND q.item_key = ANY(%(items)s::text[])
GROUP BY s.id HAVING count(DISTINCT q.item_key) = 2 ORDER BY s.id
"""
_PAIRS = f"""
SELECT (p.values->>%(expected)s)::int AS expected, (p.values->>%(met)s)::int AS met, count(*) AS n
FROM (
    {PLACED} WHERE a.survey_id = %(survey)s AND a.answered_at >= %(from)s
) p WHERE NOT p.is_apart AND p.values ?& ARRAY[%(expected)s, %(met)s]::text[]
GROUP BY 1, 2
"""
_QUESTION = "SELECT id, key, kind, words, options FROM surveys_question WHERE id = %(question)s"


def work_out_all() -> int:
    """Work every survey that asks for both out anew; how many have answers to both."""
    both = rows(_BOTH, {"expected": EXPECTED, "met": MET, "items": [EXPECTED, MET]})
    kept = [one["survey"] for one in both if of_survey(one)]
    Expectation.objects.exclude(survey_id__in=kept).delete()
    return len(kept)


@transaction.atomic
def of_survey(asked: dict[str, Any]) -> bool:
    """Work one survey out, with its questions `expected` and `met`; False without answers to both on
    one scale."""
    steps = [_steps(asked[name]) for name in ("expected", "met")]
    if steps[0] != steps[1] or not steps[0]:
        return False
    params = {
        "survey": asked["survey"],
        "expected": str(asked["expected"]),
        "met": str(asked["met"]),
        "from": clock.now() - timedelta(days=DAYS),
        "zone": clock.zone(),
    }
    pairs = {(one["expected"], one["met"]): one["n"] for one in rows(_PAIRS, params)}
    if not pairs:
        return False
    found = disconfirmation(pairs, Scale(steps[0][0], steps[0][-1]))
    Expectation.objects.update_or_create(
        survey_id=asked["survey"],
        defaults={
            "expected_id": asked["expected"],
            "met_id": asked["met"],
            "worked_out_at": clock.now(),
            "mean": found.mean.value,
            "low": found.mean.low,
            "high": found.mean.high,
            "worse": found.worse,
            "same": found.same,
            "better": found.better,
        },
    )
    return True


def _steps(question_id: int) -> range:
    found = row(_QUESTION, {"question": question_id})
    assert found is not None
    return numbers(of_row(found))
