"""A ticket opened for somebody who called, came to the counter or stopped us in the corridor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound, Refusal
from balcao.core.sql import Row
from balcao.register.people.actions import holder_of_address
from balcao.service.inboxes import queries as inboxes
from balcao.service.tickets import rules
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import Said

from .. import hats
from ..pages import tell
from ..shell import show
from .composing import files

CHANNELS: list[tuple[str, str | Promise]] = [
    ("phone", gettext_lazy("Phone")),
    ("counter", gettext_lazy("Counter")),
    ("meeting", gettext_lazy("In person, inside")),
]
_FIELDS = ("requester", "name", "inbox", "channel", "kind", "subject", "body", "impact", "urgency")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form; take it, and go to the new ticket."""
    actor = hats.agent(request)
    offered = _offered(actor)
    told = {name: request.POST.get(name, request.GET.get(name, "")) for name in _FIELDS}
    if request.method == "GET":
        return _form(request, offered, told)
    try:
        protocol = _opened(request, actor, offered, told)
    except Refusal as refusal:
        errors = {**refusal.fields} if isinstance(refusal, Invalid) else {}
        return _form(request, offered, told, errors, str(refusal.message), refusal.status)
    tell(request, _("Ticket opened"))
    return HttpResponseRedirect(reverse("desk:ticket", args=[protocol]))


def _offered(actor: Actor) -> list[Row]:
    """Inboxes of the teams one answers for."""
    teams = actor.teams_where(Permission.REPLY)
    return [inbox for inbox in inboxes.usable(actor) if inbox["team_id"] in teams]


def _opened(request: HttpRequest, actor: Actor, offered: list[Row], told: dict[str, str]) -> str:
    inbox = next((each for each in offered if str(each["id"]) == told["inbox"]), None)
    if inbox is None:
        raise NotFound(_("There is no such inbox."))
    if told["channel"] not in dict(CHANNELS):
        raise Invalid(_("Say how they reached us."), {"channel": _("Say how they reached us.")})
    if not told["subject"].strip() or not told["body"].strip():
        raise Invalid(_("Write what they asked for."), {"body": _("Write what they asked for.")})
    levels = {str(int(level)): int(level) for level in rules.Level}
    ticket, _message = open_ticket(
        actor,
        inboxes.opening(actor, inbox["id"]),
        holder_of_address(actor, told["requester"], told["name"]),
        told["subject"],
        Said(told["body"], files=files(request), channel=told["channel"]),
        kind=told["kind"],
        impact=levels.get(told["impact"], rules.Level.MEDIUM),
        urgency=levels.get(told["urgency"], rules.Level.MEDIUM),
    )
    return ticket.protocol


def _form(
    request: HttpRequest,
    offered: list[Row],
    told: dict[str, str],
    errors: dict[str, str | Promise] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "inboxes": offered,
        "channels": CHANNELS,
        "told": told,
        "errors": errors or {},
        "refused": refused,
    }
    return show(request, "desk/new.html", context, status=status)
