"""Who asks for these pages, and what a form of theirs says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.listening.loop import queries
from balcao.listening.surveys import queries as surveys
from balcao.listening.surveys.rules import LANGUAGES, worded

from .. import hats
from ..posting import as_number, told


def reader(request: HttpRequest) -> Actor:
    """Who asks, as one who may have tasks or read some; NotFound for everybody else."""
    known = hats.person(request)
    if not queries.may_see(known):
        raise NotFound()
    return known


def number(request: HttpRequest, name: str) -> int | None:
    """One field of the form or the address as a number; None when empty or no number."""
    return as_number((request.POST if request.method == "POST" else request.GET).get(name, ""))


def both(request: HttpRequest, name: str) -> dict[str, str]:
    """One field in each of the languages, `name.pt-br` and `name.en`."""
    return {language: told(request, f"{name}.{language}") for language in LANGUAGES}


def spoken(words: dict[str, str] | None) -> str:
    """Words kept in both languages, in the reader's."""
    return worded(words, get_language() or LANGUAGES[0])


def places(actor: Actor, here: str) -> dict[str, Any]:
    """The pages of this room that one may use, and in which of them one is."""
    found = [("tasks", _("Tasks"), reverse("loop:tasks"), None)]
    found.append(("told", _("You said, we did"), reverse("loop:told"), None))
    found.append(("playbooks", _("Playbooks"), reverse("loop:playbooks"), None))
    if surveys.may_ask(actor):
        found.append(("rules", _("What becomes a task"), reverse("loop:rules"), None))
    return {"places": found, "place": here}


def left(due_at: datetime, ended_at: datetime | None) -> str:
    """How late something is, in words: hours up to two days, then days; nothing when in time."""
    late = int(((ended_at or clock.now()) - due_at).total_seconds() // 3600)
    if late < 0:
        return ""
    if late < 1:
        return _("less than an hour late")
    if late < 48:
        return ngettext("%(count)s hour late", "%(count)s hours late", late) % {"count": late}
    days = late // 24
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}
