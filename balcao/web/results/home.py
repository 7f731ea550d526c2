"""Both sides beside each other: what customers and colleagues say, each survey as a card."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import Hidden, Score, Turned

from .. import hats
from ..components import scored, scores
from ..components.words import number
from ..shell import show
from . import told, words

_SPARK = 1  # names below a small trend: its card says them


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What both sides say lately, for whoever reads results of anything."""
    actor = hats.person(request)
    found = queries.overview(actor)
    if not found and not _reads(actor):
        raise NotFound()
    context = {
        "sides": [
            _side(side, [one for one in found if one["side"] == side]) for side in words.SIDES
        ],
        "may_ask": actor.may_anywhere(Permission.ASK),
    }
    return show(request, "results/home.html", context)


def _reads(actor: Actor) -> bool:
    leads = actor.may_anywhere(Permission.ASK) or actor.may_anywhere(Permission.SUPERVISE)
    return leads or actor.may(Permission.READ_FIGURES)


def _side(side: str, found: list[Row]) -> dict[str, Any]:
    nothing = {
        "external": (
            _("No customer was asked yet"),
            _(
                "Begin a survey from the library, and say after what it is sent: a ticket, an order."
            ),
        ),
        "internal": (
            _("No colleague was asked yet"),
            _("Begin with a pulse of few questions: it is anonymous, and asks again by itself."),
        ),
    }[side]
    return {
        "key": side,
        "label": words.SIDES[side],
        "symbol": words.SIDE_SYMBOLS[side],
        "cards": [card(one) for one in found],
        "nothing": nothing[0],
        "what_to_do": nothing[1],
    }


def card(one: Row) -> dict[str, Any]:
    """A survey on its card: the number with its doubt, against its own past, and who answered."""
    asked, now = one["question"], one["told"]
    shown = told.shown(asked, now)
    moved = scores.moved(now.measure, one["change"]) if isinstance(now, Score) else None
    has_course = sum(isinstance(point.told, Score) for point in one["points"]) > 1
    return {
        "name": one["name"],
        "href": reverse("results:survey", args=[one["id"]]),
        "measure": scores.MEASURES[now.measure] if isinstance(now, Score) else "",
        "is_anonymous": one["is_anonymous"],
        "is_closed": one["state"] == "closed",
        "period": _period(one),
        "shown": shown,
        "moved": moved,
        "against": _against(one),
        "first": _("Nothing earlier to compare with yet.") if shown.is_told else "",
        "trend": scored.course(asked, one["points"], labels=_SPARK) if has_course else None,
        "from": one["points"][0].label if has_course else "",
        "to": one["points"][-1].label if has_course else "",
        "response": turned_words(one["turned"]) if one["turned"] else "",
    }


def turned_words(turned: Turned) -> str:
    """How many answered of how many who were asked, as far as it may be told."""
    if isinstance(turned.told, Hidden):
        return _("Who answered is not told: %(why)s") % {"why": turned.told.reason.label}
    rate = scores.head(turned.told)
    if turned.asked is not None and turned.answered is not None:
        return _("%(rate)s answered: %(answered)s of %(asked)s") % {
            "rate": rate,
            "answered": number(turned.answered),
            "asked": number(turned.asked),
        }
    told = {"rate": rate, "between": scores.between(turned.told)}
    return _("about %(rate)s answered, %(between)s") % told


def _period(one: Row) -> str:
    if not one["is_anonymous"]:
        return _("last %(days)s days") % {"days": queries.LATELY_DAYS}
    return _("round %(number)s") % {"number": one["wave"]["number"]} if one["wave"] else ""


def _against(one: Row) -> str:
    if one["is_anonymous"]:
        return _("against the round before")
    return _("against the %(days)s days before") % {"days": queries.LATELY_DAYS}
