from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.errors import Conflict
from balcao.core.sql import row, run

_STANDS = """
SELECT w.state = 'open' AND w.closes_at > %(now)s AS is_open FROM asking_invited i
JOIN asking_wave w ON w.id = i.wave_id WHERE i.id = %(invited)s FOR SHARE OF w
"""
_MARK = """
UPDATE asking_invited SET has_answered = true, next_at = NULL
WHERE id = %(invited)s AND NOT has_answered AND withdrawn_at IS NULL
"""


@transaction.atomic
def mark_answered(invited_id: int) -> None:
    """Within the transaction that keeps the answer: this invitation is used up.

    The wave can't close meanwhile. Conflict, in words, when it has closed, or was answered before.
    """
    found = row(_STANDS, {"invited": invited_id, "now": clock.now()})
    if found is None or not found["is_open"]:
        raise Conflict(_("This survey has closed; nothing more can be answered."))
    if not run(_MARK, {"invited": invited_id}):
        raise Conflict(_("This was answered already."))
