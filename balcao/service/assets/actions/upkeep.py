"""Files of assets are not kept longer than they are of use: they name people."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from balcao.core import clock

from ..models import AssetImport, AssetLine, FileState

WAITS_FOR = timedelta(days=7)
REFUSED_FOR = timedelta(days=30)


@transaction.atomic
def forget_old_imports() -> int:
    """Put aside files nobody imported in a week, drop refused lines after a month; how many files."""
    now = clock.now()
    waiting = AssetImport.objects.filter(state=FileState.CHECKED, at__lt=now - WAITS_FOR)
    forgotten = waiting.update(state=FileState.DISCARDED, finished_at=now)
    AssetLine.objects.filter(imported__state=FileState.DISCARDED).delete()
    AssetLine.objects.filter(
        imported__state=FileState.DONE, imported__finished_at__lt=now - REFUSED_FOR
    ).delete()
    return forgotten
