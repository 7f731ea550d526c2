"""Mail kept aside: why, and the two ways out of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.service.delivery import actions, queries
from balcao.service.inboxes import queries as inboxes

from .. import hats
from ..pages import tell
from ..shell import show


def listing(request: HttpRequest) -> HttpResponse:
    """Mails kept aside on which one decides, newest first."""
    before = request.GET.get("before", "")
    found = queries.quarantine(_staff(request), before=int(before) if before.isdigit() else None)
    following = f"?before={found[-1]['id']}" if len(found) == queries.PAGE else ""
    return show(request, "desk/quarantine.html", {"mails": found, "next": following})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, raw_id: int) -> HttpResponse:
    """One mail kept aside; a POST releases it into an inbox, or discards it."""
    actor = _staff(request)
    if request.method == "POST":
        return _decided(request, actor, raw_id)
    line, mail = queries.quarantined(actor, raw_id)
    told = {"line": line, "mail": mail, "inboxes": inboxes.usable(actor)}
    return show(request, "desk/held.html", told)


def _decided(request: HttpRequest, actor: Actor, raw_id: int) -> HttpResponse:
    if request.POST.get("act") == "discard":
        actions.discard(actor, raw_id)
        tell(request, _("Discarded"))
        return HttpResponseRedirect(reverse("desk:quarantine"))
    inbox = request.POST.get("inbox", "")
    try:
        settled = actions.release(actor, raw_id, int(inbox) if inbox.isdigit() else None)
    except Invalid as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(reverse("desk:held", args=[raw_id]))
    tell(request, _("Released"))
    if settled.protocol and actor.is_agent:
        return HttpResponseRedirect(reverse("desk:ticket", args=[settled.protocol]))
    return HttpResponseRedirect(reverse("desk:quarantine"))


def _staff(request: HttpRequest) -> Actor:
    """Who decides on such mail: those who answer for a team, and administrators."""
    known = hats.person(request)
    if not (known.teams_where(Permission.REPLY) or known.may(Permission.ADMINISTER)):
        raise NotFound()
    return known
