"""Coming back to a ticket: be reminded of it, or put it off until then."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Permission
from balcao.core.errors import Invalid
from balcao.service.agenda import actions
from balcao.service.tickets import queries
from balcao.service.tickets.rules import ENDED

from .. import hats, moments
from ..components.dates import moment
from ..pages import tell
from ..shell import asked_part, show

REMIND, SNOOZE = "remind", "snooze"


@require_http_methods(["GET", "POST"])
def later(request: HttpRequest, protocol: str) -> HttpResponse:
    """Choose when, and what for; the ticket follows."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    if request.method == "POST":
        at = moments.read(request.POST.get("at", "") or request.POST.get("when", ""))
        if at is None:
            raise Invalid(_("Choose when."), {"at": _("Choose when.")})
        words = request.POST.get("words", "")
        if request.POST.get("what") == SNOOZE:
            actions.snooze(actor, found["id"], at, words)
            tell(request, _("On hold until %(moment)s") % {"moment": moment(at)})
        else:
            actions.remind(actor, found["id"], at, words)
            tell(request, _("You are reminded: %(moment)s") % {"moment": moment(at)})
        return HttpResponseRedirect(reverse("desk:ticket", args=[found["protocol"]]))
    told = {
        "ticket": found,
        "choices": "desk/later.html",
        "title": _("Come back later"),
        "moment_choices": [
            (one.at.isoformat(), f"{one.label} ({moment(one.at)})") for one in moments.suggested()
        ],
        "may_snooze": actor.may_anywhere(Permission.CHANGE_TICKET) and found["status"] not in ENDED,
    }
    part = asked_part(request, {"later-choices": "desk/later.html"})
    return show(request, "desk/choices.html", told, part=part)
