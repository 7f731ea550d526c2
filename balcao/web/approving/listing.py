"""Approvals as a list, what waits for one's own decision in front, and each with its whole trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.service.approvals import queries, rules, wording
from balcao.service.notifications import queries as bells
from balcao.service.notifications.actions import see_about
from balcao.service.notifications.rules import Kind

from ..components.approved import LOOKS, shown
from ..pages import page as bare_page
from ..posting import as_number, told
from .asking import reader, show

PAGE = 40
ABOUT = "approval"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for one's decision, what one decided, what one asked for, and what lacks people."""
    actor = reader(request)
    chosen, before = request.GET.get("show", "decide"), as_number(request.GET.get("before", ""))
    shows = _shows(actor)
    if chosen not in {key for key, *_rest in shows}:
        chosen = "decide"
    found = queries.approvals(actor, chosen, before=before, limit=PAGE + 1)
    if chosen == "asked":
        for number in bells.unseen_about(actor, ABOUT, Kind.DECIDED):
            see_about(actor, ABOUT, number)
    here = reverse("approving:list")
    more = f"{here}?show={chosen}&before={found[PAGE - 1]['id']}" if len(found) > PAGE else ""
    context = {
        "approvals": [shown(one) for one in found[:PAGE]],
        "next": more,
        "shows": shows,
        "show": chosen,
        "may_keep": actor.may_anywhere(Permission.OFFER),
        "me": actor.person_id,
    }
    return show(request, "approving/list.html", context)


@require_safe
def one(request: HttpRequest, approval_id: int) -> HttpResponse:
    """One approval: what for, where it stands, who is asked, and each step so far."""
    actor = reader(request)
    response = page(request, actor, approval_id)
    see_about(actor, ABOUT, approval_id)
    return response


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """How many wait for one's decision, and of how many that one asked for it is news how they ended."""
    actor = reader(request)
    waiting = queries.count(actor)
    news = len(bells.unseen_about(actor, ABOUT, Kind.DECIDED))
    shown = "decide" if waiting or not news else "asked"
    told = {"waiting": waiting, "news": news, "href": f"{reverse('approving:list')}?show={shown}"}
    return bare_page(request, "approving/bell.html", told)


def page(
    request: HttpRequest, actor: Actor, approval_id: int, refused: Invalid | None = None
) -> HttpResponse:
    """The page of an approval, with what was refused and what had been written."""
    found = queries.approval(actor, approval_id)
    lacks = found["may_keep"] and found["is_stuck"]
    of_it = queries.about(actor, found["subject_type"], found["subject_id"])
    context = {
        "approval": shown(found),
        "others": [shown(one) for one in of_it if one["id"] != approval_id],
        "parts": [_part(part) for part in found["parts"]],
        "trail": [(line, wording.step(line)) for line in queries.trail(actor, approval_id)],
        "decisions": rules.DECISIONS,
        "given": {name: told(request, name) for name in ("decision", "reason", "person")},
        "people": queries.colleagues(actor) if lacks else [],
        "lacks": lacks,
        "refused": str(refused.message) if refused else "",
        "errors": refused.fields if refused else {},
        "me": actor.person_id,
        "may_agent": actor.is_agent,
    }
    return show(request, "approving/one.html", context, status=422 if refused else 200)


def _part(part: Row) -> dict[str, Any]:
    tone, symbol = LOOKS[part["state"]]
    asks = [
        {**ask, "at": datetime.fromisoformat(ask["at"]) if ask["at"] else None}
        for ask in part["asks"]
    ]
    counted = wording.how_many(part["needed"], len(asks) or None)
    words = {
        "ahead": _("Not yet"),
        "open": _("Waiting"),
        "approved": _("Approved"),
        "refused": _("Refused"),
        "expired": _("Nobody decided in time"),
        "withdrawn": _("Taken back"),
        "skipped": _("Not needed for this amount"),
    }
    badge = (words[part["state"]], tone, symbol)
    return {**part, "asks": asks, "badge": badge, "how_many": counted}


def _shows(actor: Actor) -> list[tuple[Any, ...]]:
    here, waiting = reverse("approving:list"), queries.count(actor)
    told = [
        ("decide", _("For me to decide"), here, waiting or None),
        ("asked", _("I asked for"), f"{here}?show=asked", None),
        ("decided", _("I decided"), f"{here}?show=decided", None),
    ]
    if actor.may_anywhere(Permission.OFFER):
        told.append(("kept", _("Without enough people"), f"{here}?show=kept", None))
    return told
