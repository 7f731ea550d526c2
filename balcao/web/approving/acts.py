from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.service.approvals import actions, queries
from balcao.service.approvals.rules import Decision

from .. import hats
from ..pages import tell
from ..posting import act, number, told
from .asking import reader
from .listing import page


@require_POST
def decide(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Approve or refuse, signed in."""
    actor = reader(request)
    queries.approval(actor, approval_id)
    ask, decision = number(request, "ask") or 0, told(request, "decision")
    done = _("Approved.") if decision == Decision.APPROVED else _("Refused. Who asked reads why.")
    try:
        actions.decide(actor, ask, decision, told(request, "reason"))
    except Invalid as refused:
        return page(request, actor, approval_id, refused)
    except (Conflict, Forbidden) as refused:
        messages.error(request, str(refused.message))
    else:
        tell(request, done)
    return HttpResponseRedirect(_home(approval_id))


@require_POST
def withdraw(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Take back what one asked for."""
    actor = reader(request)
    return act(
        lambda: actions.withdraw(actor, approval_id, told(request, "reason")),
        request,
        _("Taken back."),
        _home(approval_id),
    )


@require_POST
def again(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Ask once more for what was not approved, from the ticket at either side or from its page."""
    actor = hats.person(request)
    found = queries.approval(actor, approval_id)
    ways = {"desk": "desk:ticket", "portal": "portal:ticket"}
    way, protocol = ways.get(told(request, "back")), found["protocol"]
    return act(
        lambda: actions.ask_again(actor, approval_id, told(request, "changed")),
        request,
        _("Asked for. Until it is decided our promise stands still."),
        reverse(way, args=[protocol]) if way and protocol else _home(approval_id),
    )


@require_POST
def name_approver(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Name somebody where a stage has too few people to decide it."""
    actor = reader(request)
    queries.approval(actor, approval_id)
    address = told(request, "person")
    person = queries.addressed(actor, [address]).get(address.lower())
    try:
        if person is None:
            words = _("Nobody who works here has this address.")
            raise Invalid(words, {"person": words})
        actions.name_approver(actor, approval_id, person)
    except Invalid as refused:
        return page(request, actor, approval_id, refused)
    tell(request, _("Named, and asked."))
    return HttpResponseRedirect(_home(approval_id))


def _home(approval_id: int) -> str:
    return reverse("approving:one", args=[approval_id])
