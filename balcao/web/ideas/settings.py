"""What those who look after a board set: who sees it, what it promises, its rounds."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.rules import K_LEAST, LEAST_PEOPLE
from balcao.register.calendars import queries as calendars
from balcao.register.teams import queries as teams

from ..components import audience
from ..pages import tell
from ..posting import REFUSALS, act, day, number, told
from . import words
from .asking import reader, show


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a board."""
    actor = reader(request)
    if not queries.may_keep(actor):
        raise NotFound()
    if request.method == "GET":
        return show(request, "ideas/settings.html", _context(actor, None, request))
    try:
        made = actions.add_board(
            actor,
            told(request, "name"),
            request.POST.getlist("audience"),
            team_id=number(request, "team"),
            **_terms(request),
        )
    except REFUSALS as refusal:
        return _refused(request, actor, None, refusal)
    tell(request, _("The board is open."))
    return HttpResponseRedirect(reverse("ideas:board", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, board_id: int) -> HttpResponse:
    """Change a board that one looks after."""
    actor = reader(request)
    found = _kept(actor, board_id)
    if request.method == "GET":
        return show(request, "ideas/settings.html", _context(actor, found, request))
    changes = _terms(request) | {"name": told(request, "name")}
    if found["is_anonymous"] or _is_begun(actor, found):
        changes.pop("is_anonymous")
    if found["is_anonymous"]:
        changes["has_rounds"] = True
    try:
        actions.change_board(actor, board_id, changes)
    except REFUSALS as refusal:
        return _refused(request, actor, found, refusal)
    tell(request, _("Saved."))
    return HttpResponseRedirect(reverse("ideas:board", args=[board_id]))


@require_POST
def close(request: HttpRequest, board_id: int) -> HttpResponse:
    """Take nothing more on a board."""
    actor = reader(request)
    _kept(actor, board_id)
    doing, there = actions.close_board, reverse("ideas:board", args=[board_id])
    return act(lambda: doing(actor, board_id), request, _("The board is closed."), there)


@require_POST
def reopen(request: HttpRequest, board_id: int) -> HttpResponse:
    """Take ideas and votes again."""
    actor = reader(request)
    _kept(actor, board_id)
    doing, there = actions.reopen_board, reverse("ideas:board", args=[board_id])
    return act(lambda: doing(actor, board_id), request, _("The board is open."), there)


@require_POST
def open_round(request: HttpRequest, board_id: int) -> HttpResponse:
    """Take votes until the end of a day, and tell nobody how many there are before."""
    actor = reader(request)
    _kept(actor, board_id)
    last = day(request, "last_day")
    there = reverse("ideas:board", args=[board_id])
    ends = _end_of(last) if last else clock.now()
    doing = partial(actions.open_round, actor, board_id, ends)
    return act(doing, request, _("The round is open."), there)


@require_POST
def close_round(request: HttpRequest, board_id: int) -> HttpResponse:
    """Close the round before its time."""
    actor = reader(request)
    _kept(actor, board_id)
    there = reverse("ideas:board", args=[board_id])
    doing = partial(actions.close_round, actor, board_id)
    return act(doing, request, _("The round is closed. Its counts are shown."), there)


def _kept(actor: Actor, board_id: int) -> Row:
    found = queries.board(actor, board_id)
    if not found["is_kept"]:
        raise NotFound()
    return found


def _is_begun(actor: Actor, found: Row) -> bool:
    return bool(found["ideas"] or queries.rounds(actor, found))


def _end_of(last: Any) -> datetime:
    midnight = datetime.combine(last, time(), ZoneInfo(clock.zone()))
    return midnight + clock.ONE_DAY


def _terms(request: HttpRequest) -> dict[str, Any]:
    return {
        "about": told(request, "about"),
        "answer_days": number(request, "answer_days") or 0,
        "k": number(request, "k") or K_LEAST,
        "is_anonymous": bool(told(request, "is_anonymous")),
        "has_rounds": bool(told(request, "has_rounds")),
        "calendar_id": number(request, "calendar"),
    }


def _refused(request: HttpRequest, actor: Actor, found: Row | None, refusal: Any) -> HttpResponse:
    context = _context(actor, found, request)
    context |= {"refused": str(refusal.message), "errors": getattr(refusal, "fields", {})}
    return show(request, "ideas/settings.html", context, status=refusal.status)


def _context(actor: Actor, found: Row | None, request: HttpRequest) -> dict[str, Any]:
    given: Any = request.POST if request.method == "POST" else _given(found)
    return {
        "board": found,
        "for_whom": words.audience(found) if found else "",
        "given": given,
        "ticked": request.POST.getlist("audience") if request.method == "POST" else ["internal"],
        "audiences": audience.choices(actor, has_public=False),
        "own_teams": [
            (team["id"], team["name"])
            for team in teams.teams(actor)
            if actor.may(Permission.ASK, team["id"])
        ],
        "needs_team": not actor.may(Permission.ASK),
        "calendars": [(one["id"], one["name"]) for one in calendars.calendars(SYSTEM)],
        "is_begun": bool(found and _is_begun(actor, found)),
        "least_people": LEAST_PEOPLE,
        "k_least": K_LEAST,
        "errors": {},
        "refused": "",
    }


def _given(found: Row | None) -> dict[str, Any]:
    if found is None:
        return {"answer_days": 5, "k": K_LEAST}
    return {**found, "calendar": found["calendar_id"]}
