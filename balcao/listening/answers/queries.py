from __future__ import annotations

from collections.abc import Sequence

from balcao.core.actor import Actor
from balcao.core.sql import rows
from balcao.listening.surveys import queries as surveys

_OUTCOMES = """
SELECT w.id, coalesce(k.outcome, 'too_few') AS outcome
FROM asking_wave w LEFT JOIN answers_key k ON k.wave_id = w.id
WHERE w.survey_id = %(survey)s AND w.id = ANY(%(waves)s) AND w.is_anonymous AND w.state = 'closed'
"""


def outcomes(actor: Actor, survey_id: int, wave_ids: Sequence[int]) -> dict[int, str]:
    """What became of the answers of those waves that are anonymous and closed: kept, too_few, lost,
    or empty where they are not opened yet.

    For those who may edit the survey; else NotFound.
    """
    surveys.survey(actor, survey_id)
    told = rows(_OUTCOMES, {"survey": survey_id, "waves": list(wave_ids)})
    return {one["id"]: one["outcome"] for one in told}
