"""What one was told of, and how one wants to be told."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound, Refusal
from balcao.core.sql import Row
from balcao.inside.announcements import queries as announcements
from balcao.listening.ideas import queries as ideas
from balcao.register.teams import queries as teams
from balcao.service.approvals import queries as approvals
from balcao.service.notifications import actions, queries, rules, vapid
from balcao.service.notifications.wording import words

from .. import hats
from ..components.assets import content
from ..pages import page, tell
from ..shell import asked_part, show

LIST = "desk/notifications.html"
PARTS = {"notifications": "desk/notification-list.html", "more": "desk/notification-list.html"}
BELL = "desk/bell.html"
SYMBOLS = {
    rules.Kind.MENTIONED: "at",
    rules.Kind.ASSIGNED: "user-check",
    rules.Kind.REPLIED: "message-2",
    rules.Kind.INSIDE: "route",
    rules.Kind.FOLLOWED: "star",
    rules.Kind.UNDELIVERED: "mail-off",
    rules.Kind.REMINDED: "calendar-event",
    rules.Kind.CALL: "phone-call",
    rules.Kind.WARNED: "hourglass",
    rules.Kind.BREACHED: "alert-triangle",
    rules.Kind.ARRIVED: "inbox",
    rules.Kind.TASK: "checkup-list",
    rules.Kind.TASK_DUE: "hourglass",
    rules.Kind.APPROVAL: "circle-check",
    rules.Kind.DECIDED: "gavel",
}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What one was told of, newest first."""
    actor = hats.agent(request)
    cursor = request.GET.get("cursor", "")
    found, following = queries.notifications(actor, cursor=cursor)
    told = {
        "lines": _shown(hats.person(request), found),
        "is_further": bool(cursor),
        "next": f"{reverse('desk:notifications')}?cursor={following}" if following else "",
        "newest": found[0]["id"] if found and not cursor else 0,
        "has_unseen": any(line["seen_at"] is None for line in found),
        "me": actor.me,
        "idea_news": ideas.unseen(actor),
        "announced": announcements.unseen(hats.person(request)),
    }
    return show(request, LIST, told, part=asked_part(request, PARTS))


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """How many wait, for the top bar of every page."""
    actor = hats.agent(request)
    announced = announcements.unseen(hats.person(request))
    unseen = min(queries.unseen(actor) + ideas.unseen(actor) + announced, queries.COUNTED)
    told = {"unseen": unseen, "counted": queries.COUNTED}
    return page(request, BELL, told)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Take note of all up to the newest one shown, and no further."""
    actor = hats.agent(request)
    until = request.POST.get("until", "")
    if until.isdigit() and len(until) < 19:
        actions.see_all(actor, until_id=int(until))
    return HttpResponseRedirect(reverse("desk:notifications"))


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Of what, how and when one wants to be told; a POST keeps the table or the quiet hours."""
    actor = hats.agent(request)
    own = [team for team in teams.teams(actor) if team["id"] in actor.teams]
    asked = request.GET.get("team", "")
    team = next((team for team in own if str(team["id"]) == asked), None)
    if asked and team is None:
        raise NotFound()
    if request.method == "POST":
        return _kept(request, actor, team)
    team_id = team["id"] if team else None
    told = {
        "table": _table(actor, team_id),
        "columns": rules.WAY_LABELS,
        "tabs": _tabs(own),
        "team": team,
        "rest": queries.rest(actor) or _default_rest(),
        "browsers": queries.browsers(actor),
        "public_key": vapid.public_key(),
    }
    return show(request, "desk/notification-choices.html", told)


@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """This browser asks to be pushed to, by script; what it says is checked by the action."""
    actor = hats.agent(request)
    told = [request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth", "name")]
    try:
        actions.subscribe(actor, _session(request), *told)
    except Invalid as refusal:
        return JsonResponse({"refused": str(refusal.message)}, status=refusal.status)
    tell(request, _("This browser will show what is new."))
    return JsonResponse({"kept": True}, status=201)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """A browser that was subscribed before asks whether it still is; NotFound when not for them."""
    actor = hats.agent(request)
    actions.stay_subscribed(actor, _session(request), request.POST.get("endpoint", ""))
    return HttpResponse(status=204)


@require_POST
def forget_browser(request: HttpRequest, browser_id: int) -> HttpResponse:
    """Push to this browser no longer."""
    actions.forget_browser(hats.agent(request), browser_id)
    tell(request, _("Forgotten"))
    return HttpResponseRedirect(reverse("desk:notification-choices"))


@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """The script that stands by for pushes; its address decides which pages it may open."""
    response = HttpResponse(content("push.ts"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _shown(actor: Actor, found: list[Row]) -> list[Row]:
    summaries = approvals.summaries(actor, [one["about_id"] for one in found if one["about_id"]])
    return [
        {
            **line,
            "words": words(line),
            "symbol": SYMBOLS[rules.Kind(line["kind"])],
            "subject": summaries.get(line["about_id"], "") or line["subject"],
            "href": _address(line),
        }
        for line in found
    ]


def _address(line: Row) -> str:
    """Where it leads its reader; nowhere when all they may know is that it happened."""
    if line["about_id"]:
        return rules.address_of(line["about_type"], line["about_id"])
    if not line["is_handled"]:
        return ""
    task = line["task_id"]
    return (
        reverse("loop:task", args=[task])
        if task
        else reverse("desk:ticket", args=[line["protocol"]])
    )


def _table(actor: Actor, team_id: int | None) -> list[Row]:
    """One row for each kind, with what is on by each way."""
    made = [rules.Chosen(**choice) for choice in queries.choices(actor)]
    return [
        {"kind": kind, "label": label, "on": rules.ways(rules.Kind(kind), team_id, made)}
        for kind, label in rules.KIND_LABELS
    ]


def _kept(request: HttpRequest, actor: Actor, team: Row | None) -> HttpResponse:
    try:
        if "quiet_from" in request.POST:
            _keep_rest(request, actor)
        else:
            _keep_table(request, actor, team["id"] if team else None)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, _("Kept"))
    way = reverse("desk:notification-choices")
    return HttpResponseRedirect(f"{way}?team={team['id']}" if team else way)


def _keep_table(request: HttpRequest, actor: Actor, team_id: int | None) -> None:
    """Write down only what differs from how it was, so that defaults stay defaults."""
    for line in _table(actor, team_id):
        wanted = set(request.POST.getlist(line["kind"]))
        for way in rules.Way:
            if (way in wanted) != (way in line["on"]):
                actions.choose(actor, line["kind"], way, is_on=way in wanted, team_id=team_id)


def _keep_rest(request: HttpRequest, actor: Actor) -> None:
    try:
        quiet_from = time.fromisoformat(request.POST["quiet_from"])
        quiet_until = time.fromisoformat(request.POST["quiet_until"])
        digest_at = [time.fromisoformat(t) for t in request.POST.getlist("digest_at") if t]
    except (ValueError, KeyError):
        raise Invalid(_("Write times as 08:00.")) from None
    actions.set_rest(
        actor,
        quiet_from,
        quiet_until,
        is_quiet_at_weekends=bool(request.POST.get("is_quiet_at_weekends")),
        digest_at=digest_at,
    )


def _tabs(own: list[Row]) -> list[tuple[int, str, str, None]]:
    """All teams together, then each; nothing to choose from for who has one team."""
    way = reverse("desk:notification-choices")
    if len(own) < 2:
        return []
    each = [(team["id"], team["name"], f"{way}?team={team['id']}", None) for team in own]
    return [(0, _("All teams"), way, None), *each]


def _default_rest() -> Row:
    return {
        "quiet_from": rules.QUIET_FROM,
        "quiet_until": rules.QUIET_UNTIL,
        "is_quiet_at_weekends": True,
        "digest_at": [told.strftime("%H:%M") for told in rules.DIGEST_AT],
    }
