"""Time spent on a ticket: the signs of an open page, the days it adds up to, and corrections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.service.agenda import actions
from balcao.service.agenda import queries as agenda
from balcao.service.tickets import queries

from .. import hats, moments
from ..pages import tell
from ..shell import show


@require_POST
def watching(request: HttpRequest, protocol: str) -> HttpResponse:
    """The page says that the ticket is open, in sight, and worked on; how long is not its to say."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    actions.count(actor, found["id"], begins=request.POST.get("begins") == "1")
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def time(request: HttpRequest, protocol: str) -> HttpResponse:
    """Each day's time by person, as the desk saw it and as it counts; put it right with a reason."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    if request.method != "POST":
        return _shown(request, actor, found)
    try:
        _correct(request, actor, found)
    except Invalid as refusal:
        return _shown(request, actor, found, refusal)
    tell(request, _("Corrected. What the desk saw stays beside it."))
    return HttpResponseRedirect(reverse("desk:time", args=[found["protocol"]]))


def _correct(request: HttpRequest, actor: Actor, found: Row) -> None:
    minutes, person = request.POST.get("minutes", ""), request.POST.get("person", "")
    if not _is_number(minutes) or int(minutes) > 24 * 60:
        raise Invalid(_("Give the minutes."), {"minutes": _("Give the minutes.")})
    on = moments.read_day(request.POST.get("on", "")) or clock.today()
    whose = int(person) if _is_number(person) else None
    reason = request.POST.get("reason", "")
    actions.correct(actor, found["id"], on, int(minutes) * 60, reason, person_id=whose)


def _shown(
    request: HttpRequest, actor: Actor, found: Row, refusal: Invalid | None = None
) -> HttpResponse:
    entries = agenda.time_on(actor, found)
    people = {line["person_id"]: line["called"] for line in entries if line["may_correct"]}
    people.pop(actor.me, None)
    told = {
        "ticket": found,
        "entries": entries,
        "seconds": sum(line["seconds"] for line in entries),
        "people": [(actor.me, _("Me")), *people.items()] if people else [],
        "today": clock.today(),
        "given": request.POST,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "desk/time.html", told, status=422 if refusal else 200)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
