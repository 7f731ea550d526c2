"""Whoever let a browser stand by is told there too, in the same hours as by mail."""

from __future__ import annotations

from collections.abc import Sequence

import requests
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.service.notifications import push

from . import scope
from .models import Announcement, Edition
from .titles import title_of
from .waking import PUSH, QUEUE


def push_later(announcement: Announcement, people: Sequence[int]) -> None:
    """At commit, have it pushed to the browsers of these people by a job of its own."""
    from procrastinate.contrib.django import app

    if people:
        task = app.configure_task(PUSH, queue=QUEUE)
        task.defer(announcement_id=announcement.pk, people=list(people))


def push_now(
    announcement_id: int, people: Sequence[int], session: requests.Session | None = None
) -> int:
    """Push it to the browsers of these people, while it is read; how many pushes were accepted.

    At most once: whoever's was lost finds it in the page.
    """
    found = Announcement.objects.select_related("team").get(pk=announcement_id)
    if not scope.is_standing(found):
        return 0
    edition = Edition.objects.get(announcement=found, number=found.edition)

    def said() -> dict[str, str]:
        language = get_language() or "pt-br"
        return {
            "title": _("Announcement"),
            "body": title_of(found, edition, language),
            "address": f"/comunicados/{found.pk}/",
            "tag": f"announcement-{found.pk}",
            "lang": language,
        }

    return push.push_to(people, said, session)
