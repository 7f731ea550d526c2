"""In which order comments with a name are looked at, learnt from the ratings of the same side."""

from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import Row, rows, run

from .. import rules
from ..models import Side, Training

MOST = 5_000
"""How many of the latest comments are learnt from and put in order."""
_LATEST = """
SELECT m.answer_id, told.words, rated.kind, rated.score
FROM (
    SELECT m.answer_id FROM themes_marked m
    JOIN surveys_survey s ON s.id = m.survey_id
    WHERE s.side = %(side)s AND NOT s.is_anonymous ORDER BY m.answer_id DESC LIMIT %(most)s
) m
JOIN answers_answer a ON a.id = m.answer_id
CROSS JOIN LATERAL (
    SELECT string_agg(a.values->>(q.id::text), E'\n' ORDER BY q.id) AS words
    FROM surveys_question q
    WHERE q.survey_id = a.survey_id AND q.kind = 'text' AND a.values ? q.id::text
) told
LEFT JOIN LATERAL (
    SELECT q.kind, (a.values->>(q.id::text))::int AS score FROM surveys_question q
    WHERE q.survey_id = a.survey_id AND q.kind IN ('nps', 'enps', 'csat', 'ces')
        AND jsonb_typeof(a.values->(q.id::text)) = 'number'
    ORDER BY q.page, q.position, q.id LIMIT 1
) rated ON true
WHERE told.words IS NOT NULL ORDER BY m.answer_id
"""
_FORGET = """
UPDATE themes_marked m SET unease = NULL FROM surveys_survey s
WHERE s.id = m.survey_id AND s.side = %(side)s AND m.unease IS NOT NULL
"""
_KEEP = """
UPDATE themes_marked m SET unease = told.unease
FROM unnest(%(answers)s::bigint[], %(unease)s::float8[]) AS told (answer, unease)
WHERE m.answer_id = told.answer
"""


def learn_all() -> int:
    """Learn anew for each side of which something came since; how many sides."""
    return sum(learn(side) for side in (Side.EXTERNAL, Side.INTERNAL))


@transaction.atomic
def learn(side: str) -> bool:
    """Learn from what one side rated and wrote, and put its latest comments in order.

    False when nothing came since. Where it may not be learnt there is no order, and that is kept.
    """
    found: list[Row] = rows(_LATEST, {"side": side, "most": MOST})
    last = max((one["answer_id"] for one in found), default=0)
    known = Training.objects.select_for_update().filter(side=side).first()
    if not found or (known and known.last_answer == last):
        return False
    ratings = [rules.is_bad(one["kind"] or "", one["score"] or 0) for one in found]
    told = rules.learnt([one["words"] for one in found], ratings)
    Training.objects.update_or_create(
        side=side,
        defaults={
            "made_at": clock.now(),
            "good": told.good,
            "bad": told.bad,
            "right": told.right,
            "tried": told.tried,
            "refusal": str(told.refusal or ""),
            "last_answer": last,
        },
    )
    run(_FORGET, {"side": side})
    if told.unease:
        answers = [one["answer_id"] for one in found]
        run(_KEEP, {"answers": answers, "unease": list(told.unease)})
    return True
