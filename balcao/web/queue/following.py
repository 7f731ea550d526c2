from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.core.errors import Invalid
from balcao.service.routing import actions
from balcao.service.routing import queries as routing
from balcao.service.routing.next_best import PULL_LABELS
from balcao.service.tickets import queries

from .. import hats
from ..pages import tell
from ..shell import show


@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """The ticket to take up next, and what speaks for it."""
    return _shown(request)


@require_POST
def take(request: HttpRequest, protocol: str) -> HttpResponse:
    """Take the ticket and open it; when it is gone, the next one."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    try:
        actions.take(actor, found["id"])
    except Invalid as refusal:
        return _shown(request, refused=str(refusal.message))
    return HttpResponseRedirect(reverse("desk:ticket", args=[found["protocol"]]))


@require_POST
def skip(request: HttpRequest, protocol: str) -> HttpResponse:
    """Pass the ticket on with the reason; the next one follows."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    try:
        actions.skip(actor, found["id"], request.POST.get("reason", ""))
    except Invalid as refusal:
        return _shown(request, refused=str(refusal.message))
    tell(request, _("Passed on. It is not offered to you again today."))
    return HttpResponseRedirect(reverse("queue:next"))


def _shown(request: HttpRequest, refused: str = "") -> HttpResponse:
    ticket = routing.next_ticket(hats.agent(request))
    told = {
        "ticket": ticket,
        "pulls": [PULL_LABELS[pull] for pull in ticket["pulls"]] if ticket else [],
        "refused": refused,
    }
    return show(request, "queue/next.html", told, status=422 if refused else 200)
