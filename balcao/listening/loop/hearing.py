"""Answers are noted with themselves and looked at a moment later, many at once: whoever answers
does not wait for what comes of it, and nothing of it is lost with a worker that stops."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from balcao.core.sql import Row, rows, run
from balcao.events.live import is_hushed

from . import waking
from .asking_back import hear_back
from .opening import open_for_answer, scored

logger = logging.getLogger(__name__)
BATCH = 250
_NOTE = "INSERT INTO loop_pending (answer_id) VALUES (%(answer)s) ON CONFLICT DO NOTHING"
_TAKE = """
DELETE FROM loop_pending WHERE answer_id = ANY(ARRAY(
    SELECT answer_id FROM loop_pending ORDER BY answer_id LIMIT %(most)s FOR UPDATE SKIP LOCKED))
RETURNING answer_id
"""


def note(answer_id: int) -> None:
    """Within the transaction that keeps an answer: it is looked at within a second or two."""
    run(_NOTE, {"answer": answer_id})
    if not is_hushed():
        transaction.on_commit(waking.wake, robust=True)


def act_all() -> int:
    """Look at every answer that waits for it, batch by batch; how many."""
    done = 0
    while found := act_due():
        done += found
        if found < BATCH:
            break
    return done


@transaction.atomic
def act_due(most: int = BATCH) -> int:
    """Look at the oldest that wait: what is low becomes a task, whether something is solved goes
    to its task; how many are done. What fails is told in the log and goes on waiting, alone."""
    taken = sorted(found["answer_id"] for found in rows(_TAKE, {"most": most}))
    try:
        with transaction.atomic():
            _act(taken)
    except Exception:
        logger.exception("What %s answers ask for is done one by one.", len(taken))
        return sum(_act_alone(answer_id) for answer_id in taken)
    return len(taken)


def _act(answer_ids: Sequence[int]) -> None:
    told = defaultdict[int, list[Row]](list)
    for score in scored(answer_ids) if answer_ids else []:
        told[score["answer_id"]].append(score)
    for answer_id, found in told.items():
        open_for_answer(answer_id, found)
    hear_back([answer_id for answer_id in answer_ids if answer_id not in told])


def _act_alone(answer_id: int) -> bool:
    try:
        with transaction.atomic():
            _act([answer_id])
    except Exception:
        logger.exception("What answer %s asks for can't be done.", answer_id)
        run(_NOTE, {"answer": answer_id})
        return False
    return True
