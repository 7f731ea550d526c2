from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import row
from balcao.listening.surveys import queries as surveys

_OUTCOME = """
SELECT w.survey_id, w.is_anonymous, w.state = 'closed' AS is_closed, k.outcome
FROM asking_wave w LEFT JOIN answers_key k ON k.wave_id = w.id WHERE w.id = %(wave)s
"""


def outcome(actor: Actor, wave_id: int) -> str:
    """What became of the answers of an anonymous wave: kept, too_few, lost; empty while it is open.

    For those who may edit its survey; else NotFound. Empty of a wave with names.
    """
    found = row(_OUTCOME, {"wave": wave_id})
    if found is None:
        raise NotFound()
    surveys.survey(actor, found["survey_id"])
    if not (found["is_anonymous"] and found["is_closed"]):
        return ""
    return found["outcome"] if found["outcome"] is not None else "too_few"
