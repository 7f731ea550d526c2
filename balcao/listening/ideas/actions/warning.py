from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.actions import publish

from .. import promises, rules
from ..events import AnswerDue, AnswerLate
from ..models import Idea
from ..telling import tell_keepers

BATCH = 50


def fire_all() -> int:
    """Warn of every promise that ends soon and tell of every one that is broken; how many."""
    return promises.DEADLINES.drain(fire_due)


@transaction.atomic
def fire_due() -> int:
    """The same for a batch; what somebody holds is left for the next one."""
    found = (
        Idea.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("board")
        .filter(next_at__lte=clock.now())
        .order_by("next_at")[:BATCH]
    )
    return sum(_fire(idea) for idea in found)


def _fire(idea: Idea) -> bool:
    is_late = clock.now() >= idea.due_at
    idea.next_at = None if is_late or idea.answered_at else idea.due_at
    idea.save(update_fields=["next_at"])
    # What is hidden or stands under another idea waits for nobody's answer.
    if idea.answered_at is None and idea.hidden_at is None and idea.merged_into_id is None:
        publish(SYSTEM, AnswerLate(idea.pk) if is_late else AnswerDue(idea.pk))
        tell_keepers(SYSTEM, idea.board, idea, rules.Told.LATE if is_late else rules.Told.DUE)
    promises.DEADLINES.expect([idea.next_at])
    return True
