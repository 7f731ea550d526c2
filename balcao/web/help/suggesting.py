"""What may answer already, while a request is being written; and whether that spared somebody to ask."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import TooMany
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.service.knowledge import actions, queries

from ..pages import page, tell
from ..places import place
from ..posting import told
from .article import VISIT, visit_of
from .reading import reader
from .tongues import address, tongue

LEAST_LETTERS = 8
SUGGESTED = 3
A_MINUTE, ASKED = 60, 600  # many phones share one address of their carrier


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Articles near to what was written so far; nothing before there is enough to go by."""
    words = f"{told(request, 'subject')}\n{told(request, 'body')}".strip()
    visit = visit_of(told(request, "help_visit")) or uuid4()
    actor, language = reader(request), tongue(get_language() or "").code
    found = _near(request, actor, words, language) if len(words) >= LEAST_LETTERS else []
    actions.note_shown(actor, visit, [one["id"] for one in found])
    lines = [
        {**one, "href": f"{address(language, 'article', one['slug'])}?{VISIT}={visit}"}
        for one in found
    ]
    return page(request, "help/suggested.html", {"lines": lines, "visit": visit})


@require_POST
def answered(request: HttpRequest) -> HttpResponse:
    """The writer found the answer, and does not send the request."""
    visit = visit_of(told(request, "help_visit"))
    if visit is not None:
        actions.note_outcome(reader(request), visit, "answered")
    tell(request, _("Glad that it is answered. Nothing was sent."))
    return HttpResponseRedirect(address(get_language() or "", "home"))


def _near(request: HttpRequest, actor: Actor, words: str, language: str) -> list[Row]:
    """What is near to the words; nothing, quietly, for whoever asks too often."""
    try:
        spend("help.suggest", place(request), limit=ASKED, seconds=A_MINUTE)
    except TooMany:
        return []
    return queries.suggest(actor, words, limit=SUGGESTED, language=language)
