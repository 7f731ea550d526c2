"""Beside a customer's ticket: what was asked of other areas, and asking them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import Row
from balcao.service.between import actions, queries
from balcao.service.tickets import rules
from balcao.service.tickets.content import Said
from balcao.service.tickets.queries import get

from .. import hats
from ..components import inside
from ..pages import tell
from ..posting import act, number, told
from ..shell import show


@require_safe
def ticket(request: HttpRequest, protocol: str) -> HttpResponse:
    """What was asked of other areas because of a ticket, or for whom an area is waited for; and a form."""
    actor, found = _found(request, protocol)
    return _page(request, actor, found)


@require_POST
def ask(request: HttpRequest, protocol: str) -> HttpResponse:
    """Ask another area in a ticket of its own."""
    actor, found = _found(request, protocol)
    try:
        actions.ask(
            actor,
            found["id"],
            number(request, "inbox") or 0,
            told(request, "subject"),
            Said(told(request, "body"), channel="portal"),
            waits=told(request, "waits") == "1",
            came_by=hats.handle_of(request),
        )
    except Invalid as refusal:
        return _page(request, actor, found, refusal)
    except NotFound:
        return _page(request, actor, found, Invalid(_("There is no such area.")))
    tell(request, _("Asked. You are told when the other area answers."))
    return HttpResponseRedirect(_at(protocol))


@require_POST
def waits(request: HttpRequest, inside_id: int) -> HttpResponse:
    """Say whether the customer waits for what was asked."""
    actor, does = _agent(request), told(request, "waits") == "1"
    done = _("The customer waits for this.") if does else _("The customer doesn't wait for this.")
    then = _at(told(request, "protocol") or "-")
    return act(lambda: actions.set_waits(actor, inside_id, waits=does), request, done, then)


def _agent(request: HttpRequest) -> Actor:
    """An agent with the hat of a colleague beside: who asks another area asks as one."""
    hats.agent(request)
    return hats.person(request)


def _found(request: HttpRequest, protocol: str) -> tuple[Actor, Row]:
    actor = _agent(request)
    return actor, get(actor, protocol, handled=True)


def _at(protocol: str) -> str:
    return reverse("between:ticket", args=[rules.read_protocol(protocol) or "-"])


def _page(
    request: HttpRequest, actor: Actor, found: Row, refusal: Invalid | None = None
) -> HttpResponse:
    context = inside.of_ticket(actor, found)
    if context["may_ask"]:
        areas = queries.areas(actor, found)
        context |= {
            "areas": [(str(one["id"]), f"{one['team']} · {one['name']}") for one in areas],
            "refused": str(refusal.message) if refusal else "",
            "errors": refusal.fields if refusal else {},
            "chosen": request.POST.get("inbox", ""),
            "subject": request.POST.get("subject", found["subject"]),
            "body": request.POST.get("body", ""),
            "does_wait": request.method != "POST" or request.POST.get("waits") == "1",
        }
    status = 422 if refusal else 200
    return show(request, "between/ticket.html", context, status=status)
