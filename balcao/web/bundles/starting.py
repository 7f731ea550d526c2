"""In the portal: what one may ask for as a whole, and asking for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from balcao.core import text
from balcao.core.errors import Invalid
from balcao.core.forms import typed, worded
from balcao.register.access.actions import spend
from balcao.service.bundles import actions, queries
from balcao.service.bundles.rules import Content

from .. import client_shell, hats
from ..pages import tell
from .drawing import drawn
from .words import language

STARTED_AN_HOUR = 20
SEARCHED = 12  # more than so many are looked for by words
SHOWN = 60


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The bundles one may ask for; of very many those whose names hold some words."""
    found = queries.offered(hats.client(request))
    told = [(one["id"], worded(one["names"], language())) for one in found]
    asked = request.GET.get("q", "").strip()[:80]
    words = text.fold(asked).split()
    held = [one for one in told if all(word in text.fold(one[1]) for word in words)]
    context = {
        "here": "ask",
        "offered": held[:SHOWN],
        "asked": asked,
        "is_searched": len(told) > SEARCHED,
        "rest": len(held[SHOWN:]),
    }
    return client_shell.show(request, "bundles/offered.html", context)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, template_id: int) -> HttpResponse:
    """The form of a bundle; sent, it is one ticket with one line of progress."""
    actor = hats.client(request)
    found, content = queries.template(actor, template_id)
    if request.method == "GET":
        return _page(request, found["names"], content, {}, {})
    values = typed(content.form, request.POST.getlist)
    try:
        spend("bundle_start", str(actor.person_id), limit=STARTED_AN_HOUR, seconds=3600)
        made = actions.start(actor, template_id, values, came_by=hats.handle_of(request))
    except Invalid as refusal:
        problems = {key: str(words) for key, words in refusal.fields.items()}
        return _page(request, found["names"], content, values, problems, str(refusal.message))
    tell(request, _("Asked for. Its progress stands in the ticket."))
    return HttpResponseRedirect(reverse("portal:ticket", args=[made.ticket.protocol]))


def _page(
    request: HttpRequest,
    names: dict[str, str],
    content: Content,
    values: dict[str, Any],
    problems: dict[str, str],
    refused: str = "",
) -> HttpResponse:
    speaking = language()
    context = {
        "here": "ask",
        "name": worded(names, speaking),
        "fields": drawn(content.form, values, problems, speaking),
        "refused": refused,
        "steps": [task.title(speaking) for task in content.tasks],
    }
    return client_shell.show(request, "bundles/start.html", context, status=422 if refused else 200)
