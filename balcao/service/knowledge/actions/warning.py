from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import rows
from balcao.events.actions import publish

from ..aging import DUE, soon
from ..events import ReviewDue
from ..models import Article

WARN = "knowledge.warn"
_BATCH = 200


@transaction.atomic
def warn_due() -> int:
    """Tell, once each, of articles that are to be checked or end within two weeks, or that nobody looks
    after; how many. What changes their days or owner lets them be told of again."""
    found = rows(
        f"{DUE} AND a.warned_on IS NULL ORDER BY a.id LIMIT %(batch)s FOR UPDATE OF a SKIP LOCKED",
        {**soon(), "batch": _BATCH},
    )
    Article.objects.filter(pk__in=[one["id"] for one in found]).update(warned_on=clock.today())
    for one in found:
        publish(SYSTEM, ReviewDue(one["id"], one["why"]))
    return len(found)
