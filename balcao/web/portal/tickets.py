"""One's own tickets: the list, one of them, an answer, a reopening."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound, Refusal
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.register.people import queries as people
from balcao.service.between import queries as between
from balcao.service.bundles import queries as bundles
from balcao.service.sla import queries as sla
from balcao.service.tickets import actions, queries, rules
from balcao.service.waiting import queries as waiting

from .. import hats
from ..components import approved
from ..files import file_url
from ..pages import tell
from .saying import said
from .shell import show

SAID_AN_HOUR = 120


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own tickets and those shared with one, latest change first."""
    actor = hats.client(request)
    found, following = queries.visible(actor, only_asked=True, cursor=request.GET.get("cursor", ""))
    context = {
        "here": "tickets",
        "tickets": found,
        "following": following,
        "me": actor.person_id,
        "topic": f"person:{actor.person_id}",
    }
    return show(request, "portal/tickets.html", context, part="portal/rows.html")


@require_safe
def ticket(request: HttpRequest, protocol: str) -> HttpResponse:
    """A ticket as its client may see it."""
    actor, found = found_under_any_hat(request, protocol)
    return _page(request, actor, found)


@require_safe
def standing(request: HttpRequest, protocol: str) -> HttpResponse:
    """Whether the ticket waits for another area, and how far what it asked for is."""
    actor, found = found_under_any_hat(request, protocol)
    told = {
        "here": "tickets",
        "ticket": found,
        "inside": between.plain(actor, found),
        "bundle": bundles.progress(actor, found),
    }
    return show(request, "portal/standing.html", told, part="portal/standing_lines.html")


@require_POST
def answer(request: HttpRequest, protocol: str) -> HttpResponse:
    """Say something in the ticket; it wakes whatever waited or had ended."""
    actor, found = found_under_any_hat(request, protocol)

    def speak() -> None:
        spend("portal_say", str(actor.person_id), limit=SAID_AN_HOUR, seconds=3600)
        handle = people.own_handle(actor, hats.handle_of(request))
        actions.receive(actor, found["id"], handle, said(request))
        tell(request, _("Sent."))

    return _done(request, actor, found, speak)


@require_POST
def reopen(request: HttpRequest, protocol: str) -> HttpResponse:
    """Let an ended ticket go on, with the reason."""
    actor, found = found_under_any_hat(request, protocol)

    def go_on() -> None:
        actions.reopen(actor, found["id"], request.POST.get("reason", ""))
        tell(request, _("Your ticket goes on."))

    return _done(request, actor, found, go_on)


def found_under_any_hat(request: HttpRequest, protocol: str) -> tuple[Actor, Row]:
    """The ticket under the hat worn, or under the other one, which is then put on."""
    actor = hats.client_or_follower(request)
    try:
        return actor, queries.get(actor, protocol)
    except NotFound:
        known = hats.actor(request)
        other = Hat.EXTERNAL if Hat.INTERNAL in actor.hats else Hat.INTERNAL
        if known.followed or other not in known.hats:
            raise
        actor = known.wearing(other)
        found = queries.get(actor, protocol)
        hats.choose_hat(request, other)
        return actor, found


def _done(request: HttpRequest, actor: Actor, found: Row, act: Any) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        if refusal.status in {403, 404, 429}:
            raise
        context = {"refused": str(refusal.message), "kept": request.POST.get("body", "")}
        return _page(request, actor, found, context, status=refusal.status)
    return HttpResponseRedirect(reverse("portal:ticket", args=[found["protocol"]]))


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Row,
    context: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    messages = [
        {
            **message,
            "files": [
                {**file, "href": file_url(actor, file["id"], file["name"])}
                for file in message["files"]
            ],
        }
        for message in queries.thread(actor, found)
    ]
    approvals = approved.of_ticket(actor, found)
    told = {
        "here": "tickets",
        "ticket": found,
        "messages_said": messages,
        "promises": sla.clocks(actor, found),
        "wait": waiting.standing(actor, found),
        "approvals": approvals,
        "waits_for_approval": any(one["state"] == "waiting" for one in approvals),
        "calls": waiting.calls(actor, found),
        "has_ended": rules.Status(found["status"]) in rules.ENDED,
        "may_reopen": found["is_asked"],
        "topic": f"ticket:{found['id']}",
        "limit": settings.UPLOAD_MAX_BYTES,
        "refused": "",
        "kept": "",
        **(context or {}),
    }
    return show(request, "portal/ticket.html", told, part="portal/story.html", status=status)
