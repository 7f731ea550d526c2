from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import row, run

# The wave can't close meanwhile, and who else answers by this invitation waits.
_MARK = """
WITH taking AS MATERIALIZED (
    SELECT w.id FROM asking_wave w
    WHERE w.id = (SELECT i.wave_id FROM asking_invited i WHERE i.id = %(invited)s)
        AND w.state = 'open' AND w.closes_at > %(now)s FOR SHARE
)
UPDATE asking_invited i SET has_answered = true, next_at = NULL FROM taking
WHERE i.id = %(invited)s AND i.wave_id = taking.id AND NOT i.has_answered
    AND i.withdrawn_at IS NULL
"""
_STANDS = """
SELECT i.withdrawn_at IS NOT NULL AS is_withdrawn,
    w.state = 'open' AND w.closes_at > %(now)s AS is_open
FROM asking_invited i JOIN asking_wave w ON w.id = i.wave_id WHERE i.id = %(invited)s
"""


def mark_answered(invited_id: int) -> None:
    """Within the transaction that keeps the answer: this invitation is used up.

    NotFound where there is none; Conflict, in words, when it was taken back, its wave has closed, or
    it was answered before.
    """
    told = {"invited": invited_id, "now": clock.now()}
    if run(_MARK, told):
        return
    found = row(_STANDS, told)
    if found is None:
        raise NotFound()
    if found["is_withdrawn"]:
        raise Conflict(_("This question was taken back: what it was about has gone on."))
    if not found["is_open"]:
        raise Conflict(_("This survey has closed; nothing more can be answered."))
    raise Conflict(_("This was answered already."))
