"""The three panes: the views with their counts, a list, a ticket."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.orders import queries as orders
from balcao.register.people import queries as people
from balcao.register.profile import queries as profile
from balcao.service.agenda import queries as agenda
from balcao.service.approvals import queries as approvals
from balcao.service.notifications import actions as notifications
from balcao.service.sla import queries as sla
from balcao.service.tickets import actions, queries
from balcao.service.tickets.queries import View
from balcao.service.tickets.rules import ENDED

from .. import hats
from ..components import approved
from ..shell import asked_part, show
from . import beside, narrowed
from .thread import entries

FOR_ME = "for_me"
BESIDE = 20  # rows beside an open ticket, more than a screen shows; the rest is one click away
TEMPLATE = "desk/board.html"
CONVERSATION = "desk/conversation.html"
OWN_TIME = "desk/own_time.html"
PARTS = {
    "pane-views": "desk/views.html",
    "pane-list": "desk/list.html",
    "more": "desk/list.html",
    "pane-ticket": "desk/ticket.html",
    "ticket-live": CONVERSATION,
}
GROUPS: list[tuple[str | Promise, list[tuple[str, str | Promise, str]]]] = [
    (
        "",
        [
            (View.MINE, _("Mine"), "user"),
            (FOR_ME, _("For me"), "at"),
            (View.DUE, _("Due first"), "clock-hour-4"),
            (View.UNASSIGNED, _("Unassigned"), "inbox"),
            (View.TEAMS, _("My teams"), "users"),
            (View.ALL, _("All I handle"), "stack-2"),
        ],
    ),
    (
        _("By status"),
        [
            (View.NEW, _("New"), ""),
            (View.OPEN, _("Open"), ""),
            (View.PENDING, _("Waiting for client"), ""),
            (View.ON_HOLD, _("On hold"), ""),
            (View.RESOLVED, _("Resolved"), ""),
            (View.CLOSED, _("Closed"), ""),
        ],
    ),
]
TITLES = {str(name): label for _title, views in GROUPS for name, label, _icon in views}


def home(request: HttpRequest) -> HttpResponse:
    """The views; on a wide screen with one's own tickets beside them."""
    return _board(request, View.MINE, is_home=True)


def listing(request: HttpRequest, view: str) -> HttpResponse:
    """One list, with the pane of the ticket still empty."""
    if view not in TITLES:
        raise NotFound()
    return _board(request, view)


def ticket(request: HttpRequest, protocol: str) -> HttpResponse:
    """One ticket, beside the list it was opened from."""
    view = request.GET.get("view", View.MINE)
    return _board(request, view if view in TITLES else View.MINE, protocol=protocol)


def context(request: HttpRequest, protocol: str) -> HttpResponse:
    """Who asks: relationships, organization, preferences, what we know, earlier tickets."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    told: dict[str, Any] = {
        "ticket": found,
        "own": agenda.on_ticket(actor, found),
        "me": actor.person_id,
    }
    part = asked_part(request, {"context": "desk/panel.html", "own-time": OWN_TIME})
    if part == OWN_TIME:
        return show(request, "desk/context.html", told, part=part)
    actions.see_mentions(actor, found["id"])
    notifications.see_ticket(actor, found["id"])
    told |= {
        "person": people.sheet(actor, found["requester_id"]),
        "facts": profile.facts(actor, found["requester_id"]),
        "orders": orders.orders(actor, found["requester_id"]),
        "promises": sla.clocks(actor, found),
        "beside": beside.PLACES,
        **queries.side_panel(actor, found),
    }
    return show(request, "desk/context.html", told, part=part)


def _board(
    request: HttpRequest, view: str, *, protocol: str = "", is_home: bool = False
) -> HttpResponse:
    actor = hats.agent(request)
    part = asked_part(request, PARTS)
    told: dict[str, Any] = {
        "view": view,
        "title": TITLES[view],
        "is_home": is_home,
        "narrowed": "" if view == FOR_ME else narrowed.asked(request).query,
        "ticket": None,
        "topics": topics(actor),
    }
    if part in (None, "desk/views.html"):
        told |= {"groups": GROUPS, "counts": queries.counts(actor)}
    if part in (None, "desk/list.html"):
        told |= _list(request, actor, view, BESIDE if protocol else queries.LISTED)
    if protocol and part in (None, "desk/ticket.html", CONVERSATION):
        told |= conversation(request, actor, _opened(actor, protocol), part)
    return show(request, TEMPLATE, told, part=part)


def _opened(actor: Actor, protocol: str) -> Row:
    also = {"has_approvals": approvals.HAS_ANY}
    return queries.get(actor, protocol, handled=True, also=also)


def topics(actor: Actor) -> str:
    """The live topics of an agent's lists."""
    return " ".join([f"person:{actor.person_id}", *(f"team:{team}" for team in actor.team_ids)])


def _list(request: HttpRequest, actor: Actor, view: str, limit: int) -> dict[str, Any]:
    if view == FOR_ME:
        due = agenda.reminders(actor)
        found = {"rows": queries.for_me(actor, due), "reminders": due, "next": ""}
        return {**found, "is_further": False, "narrowed_words": []}
    cursor, filtered = request.GET.get("cursor", ""), narrowed.asked(request)
    rows, following = queries.page(actor, View(view), filtered.narrow, cursor=cursor, limit=limit)
    further = urlencode({"cursor": following}) + (filtered.query and f"&{filtered.query}")
    return {
        "rows": rows,
        "reminders": {},
        "next": f"{reverse('desk:list', args=[view])}?{further}" if following else "",
        "is_further": bool(cursor),
        "narrowed_words": filtered.words(rows),
    }


def conversation(
    request: HttpRequest, actor: Actor, found: Row, part: str | None
) -> dict[str, Any]:
    """A ticket's messages and facts in order, and what the composer was left with."""
    messages = queries.thread(actor, found)
    if part == CONVERSATION:
        notifications.see_ticket(actor, found["id"])
    told = {
        "ticket": found,
        "entries": entries(actor, messages, queries.timeline(actor, found)),
        "seen": messages[-1]["id"] if messages else 0,
        "may_change": _may(actor, found, Permission.CHANGE_TICKET),
        "may_reply": _may(actor, found, Permission.REPLY),
        "approvals": approved.of_ticket(actor, found)
        if found["has_approvals"] and found["status"] not in ENDED
        else [],
    }
    if part != CONVERSATION:
        drafts = found["drafts"]
        told |= {"draft_reply": drafts.get("reply", ""), "draft_note": drafts.get("note", "")}
    return told


def _may(actor: Actor, found: Row, permission: Permission) -> bool:
    """What to offer; whether it may be done is the action's to say."""
    if found["team_id"] in actor.teams:
        return actor.may(permission, found["team_id"])
    return actor.may_anywhere(permission)
