"""What is promised on a ticket, how it was counted, and pauses that somebody agreed to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import Row
from balcao.service.approvals.actions import resume as resume_clocks
from balcao.service.sla import actions
from balcao.service.sla import queries as sla
from balcao.service.sla.rules import OPEN, Cause
from balcao.service.tickets import queries

from .. import hats, moments
from ..components import approved, promises
from ..pages import tell
from ..shell import show

CAUSES = (
    (Cause.AGREEMENT, gettext_lazy("As agreed with the client")),
    (Cause.APPROVAL, gettext_lazy("Until something is approved")),
)


@require_safe
def explained(request: HttpRequest, protocol: str) -> HttpResponse:
    """Each promise on the ticket, with every stretch of its clock in words."""
    return _page(request, protocol)


@require_POST
def pause(request: HttpRequest, protocol: str) -> HttpResponse:
    """Stop the clocks, with the reason."""
    actor, found = _found(request, protocol)
    try:
        actions.pause(
            actor,
            found["id"],
            request.POST.get("reason", ""),
            until=moments.read(request.POST.get("until", "")),
            cause=request.POST.get("cause") or Cause.AGREEMENT,
        )
    except Invalid as refusal:
        return _page(request, protocol, str(refusal.message), status=422)
    tell(request, _("Paused."))
    return _back(found)


@require_POST
def resume(request: HttpRequest, protocol: str) -> HttpResponse:
    """Let the clocks go on."""
    actor, found = _found(request, protocol)
    try:
        resume_clocks(actor, found["id"])
    except (Invalid, Conflict) as refusal:
        return _page(request, protocol, str(refusal.message), status=refusal.status)
    tell(request, _("The promises count again."))
    return _back(found)


def _page(
    request: HttpRequest, protocol: str, refused: str = "", status: int = 200
) -> HttpResponse:
    actor, found = _found(request, protocol)
    told = sla.explained(actor, found)
    waiting = [one for one in approved.of_ticket(actor, found) if one["state"] == "waiting"]
    context = {
        "ticket": found,
        "promises": promises.lined(told, request.GET.get("every", "")),
        "may_pause": _may(actor, found) and any(_is_open(one) for one in told),
        "is_paused": any(_is_paused(one, is_held=bool(waiting)) for one in told),
        "approvals": waiting,
        "causes": CAUSES,
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    return show(request, "desk/promises.html", context, status=status)


def _found(request: HttpRequest, protocol: str) -> tuple[Actor, Row]:
    actor = hats.agent(request)
    return actor, queries.get(actor, protocol, handled=True)


def _back(found: Row) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:promises", args=[found["protocol"]]))


def _is_open(one: sla.Explained) -> bool:
    return one.clock["state"] in OPEN and one.clock["breached_at"] is None


def _is_paused(one: sla.Explained, *, is_held: bool) -> bool:
    """Whether somebody may let it go on: a pause for an approval ends with the decision."""
    cause = one.clock["paused_by"]
    return cause == Cause.AGREEMENT or (cause == Cause.APPROVAL and not is_held)


def _may(actor: Actor, found: Row) -> bool:
    """What to offer; whether it may be done is the action's to say."""
    if found["team_id"] in actor.teams:
        return actor.may(Permission.CHANGE_TICKET, found["team_id"])
    return actor.may_anywhere(Permission.CHANGE_TICKET)
