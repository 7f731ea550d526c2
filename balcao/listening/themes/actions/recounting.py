"""After the dictionary changed, what was answered before is counted again, in steps one can watch."""

from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import rows, run

from ..models import Edition, Side
from .counting import count_waves
from .marking import BATCH, mark, tell

_ALL = """
SELECT count(*) AS n FROM themes_marked m JOIN surveys_survey s ON s.id = m.survey_id
WHERE m.edition IS NOT NULL AND (%(side)s = 'both' OR s.side = %(side)s)
"""
_NEXT = """
SELECT m.answer_id FROM themes_marked m JOIN surveys_survey s ON s.id = m.survey_id
WHERE m.answer_id > %(reached)s AND m.edition IS NOT NULL
    AND (%(side)s = 'both' OR s.side = %(side)s)
ORDER BY m.answer_id LIMIT %(most)s
"""
_SPOKEN = "SELECT DISTINCT survey_id FROM themes_mention WHERE theme_id = %(theme)s"
_OPEN = "SELECT id FROM themes_edition WHERE finished_at IS NULL ORDER BY id"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('themes.recount'))"


def recount_due() -> int:
    """Count again for every edition that a stopped worker left unfinished; how many there were."""
    due = [found["id"] for found in rows(_OPEN)]
    for edition_id in due:
        recount(edition_id)
    return len(due)


def recount(edition_id: int) -> None:
    """Count all again that an edition may have changed; runs again from where it stopped."""
    while _step(edition_id):
        pass
    count_waves()


@transaction.atomic
def _step(edition_id: int) -> bool:
    """One batch; False when there was none left."""
    run(_ALONE)
    edition = Edition.objects.select_for_update().filter(pk=edition_id, finished_at=None).first()
    if edition is None:
        return False
    if _is_overtaken(edition):
        edition.finished_at = clock.now()
        edition.save(update_fields=["finished_at"])
        return False
    if edition.reached == 0:
        edition.total = rows(_ALL, {"side": edition.side})[0]["n"]
    asked = {"reached": edition.reached, "side": edition.side, "most": BATCH}
    batch = [found["answer_id"] for found in rows(_NEXT, asked)]
    if batch:
        mark(batch, is_told=False)
        edition.reached = batch[-1]
        edition.done += len(batch)
    else:
        edition.finished_at = clock.now()
        spoken = rows(_SPOKEN, {"theme": edition.theme_id})
        tell((found["survey_id"], edition.theme_id) for found in spoken)
    edition.save(update_fields=["total", "reached", "done", "finished_at"])
    return bool(batch)


def _is_overtaken(edition: Edition) -> bool:
    """A later one that concerns at least the same side counts everything anyway."""
    return Edition.objects.filter(pk__gt=edition.pk, side__in=[edition.side, Side.BOTH]).exists()
