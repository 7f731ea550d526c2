"""What waits for somebody to be read or confirmed, for the first page of the portal and the desk."""

from __future__ import annotations

from django.utils import translation

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.inside.announcements import queries
from balcao.inside.announcements.rules import said

SHOWN = 3


def band(actor: Actor) -> list[Row]:
    """At most three announcements that wait for this reader, titled in their language; drawn by
    `ui.announced`."""
    language = translation.get_language() or ""
    return [
        {**each, "title": said(each["titles"], language)}
        for each in queries.pending(actor, limit=SHOWN)
    ]
