from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.rules import TITLE_MOST, WORDS_MOST

from .. import hats
from ..pages import tell
from ..posting import told
from .asking import required, show


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, protocol: str) -> HttpResponse:
    """Put what somebody suggested in a ticket on a board of theirs, as they agreed."""
    actor = hats.agent(request)
    ticket, boards = queries.bringable(actor, protocol)
    context: dict[str, Any] = {
        "ticket": ticket,
        "boards": [(one["id"], one["name"]) for one in boards],
        "given": {"title": ticket["subject"][:TITLE_MOST]},
        "errors": {},
        "refused": "",
        "title_most": TITLE_MOST,
        "words_most": WORDS_MOST,
    }
    if request.method == "GET":
        return show(request, "ideas/bring.html", context)
    try:
        actions.bring(
            actor,
            protocol,
            required(request, "board"),
            told(request, "title"),
            told(request, "words"),
            consent=told(request, "consent"),
        )
    except (Invalid, Conflict, Forbidden) as refusal:
        context |= {"given": request.POST, "refused": str(refusal.message)}
        context["errors"] = refusal.fields if isinstance(refusal, Invalid) else {}
        return show(request, "ideas/bring.html", context, status=refusal.status)
    tell(request, _("It is on the board, and its author finds it there."))
    return HttpResponseRedirect(reverse("desk:ticket", args=[ticket["protocol"]]))
