"""Who comes late with the link of a closed round finds the one that is open."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.sql import row
from balcao.listening.asking.tokens import token_of

_NEXT = """
SELECT i.id, i.token_digest FROM asking_invited late
JOIN asking_invited i ON i.survey_id = late.survey_id AND i.person_id = late.person_id
JOIN asking_wave w ON w.id = i.wave_id
WHERE late.id = %(invited)s AND i.sent_at IS NOT NULL AND NOT i.has_answered
    AND i.withdrawn_at IS NULL AND w.state = 'open' AND w.closes_at > %(now)s
ORDER BY w.closes_at, i.id LIMIT 1
"""


def next_token(invited_id: int) -> str | None:
    """The link of the same person's invitation in an open round of the same survey, if there is one."""
    found = row(_NEXT, {"invited": invited_id, "now": clock.now()})
    return token_of(found["id"], found["token_digest"]) if found else None
