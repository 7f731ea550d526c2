"""Single comments with a name, the themes they were marked with, and corrections of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.themes import actions, queries
from balcao.measures.scores import csat

from ..components.scores import whole_percent
from ..components.words import number as spelled
from ..posting import act, as_number
from ..shell import show
from . import telling
from .asking import around, reader


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Comments of a survey one may edit, the last first or in the order of looking."""
    actor = reader(request)
    if not queries.may_edit(actor):
        raise NotFound()
    known = queries.surveys(actor)
    survey = _wanted(request, known)
    context: dict[str, Any] = {**around(actor, "comments"), "surveys": known, "survey": survey}
    if survey:
        context |= _comments(actor, request, survey)
    return show(request, "themes/comments.html", context)


@require_POST
def correct(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Say that a comment speaks of a theme, or does not."""
    actor, told = reader(request), request.POST
    theme = as_number(told.get("theme", ""))
    if theme is None:
        raise NotFound()
    speaks = told.get("speaks") == "1"
    back = f"{reverse('themes:comments')}?{_kept(told.get('back', ''))}#comment-{answer_id}"
    return act(
        lambda: actions.correct(actor, answer_id, theme, speaks=speaks),
        request,
        _("Kept. It stands, whatever the dictionary becomes."),
        back,
    )


def _comments(actor: Actor, request: HttpRequest, survey: Row) -> dict[str, Any]:
    theme, before = (
        as_number(request.GET.get("theme", "")),
        as_number(request.GET.get("before", "")),
    )
    training = queries.training(actor, survey["side"])
    has_order = bool(training and not training["refusal"])
    by_unease = has_order and request.GET.get("order") == "unease"
    found, following = queries.comments(
        actor, survey["id"], theme_id=theme, by_unease=by_unease, before=before
    )
    themes = [
        (one["id"], telling.named(one["names"]))
        for one in queries.themes(actor)
        if one["retired_at"] is None and one["side"] in (survey["side"], "both")
    ]
    kept = {"survey": survey["id"], "theme": theme or "", "order": "unease" if by_unease else ""}
    asked = urlencode({name: value for name, value in kept.items() if value})
    here = reverse("themes:comments")
    return {
        "lines": [_line(one, themes) for one in found],
        "themes": themes,
        "theme": theme,
        "order": "unease" if by_unease else "latest",
        "has_order": has_order,
        "why": _learnt(training),
        "asked": asked,
        "older": f"{here}?{asked}&before={following}" if following else "",
    }


def _line(one: Row, themes: list[tuple[int, str]]) -> Row:
    there = {mark.theme_id for mark in one["marks"]}
    return {
        **one,
        "marks": [(mark.theme_id, telling.named(mark.names), mark.source) for mark in one["marks"]],
        "others": [(key, name) for key, name in themes if key not in there],
    }


def _learnt(training: Row | None) -> str:
    """How well the order was learnt, or why there is none."""
    if training is None:
        return _("There is no order of looking yet: it is learnt each hour from what was rated.")
    told = {"bad": spelled(training["bad"]), "good": spelled(training["good"])}
    if training["refusal"] == "too_few":
        text = _(
            "No order of looking: it is learnt from at least 50 unhappy and 50 happy ratings with"
            " words; there are %(bad)s and %(good)s."
        )
        return text % told
    told |= {"common": whole_percent(max(training["bad"], training["good"]) / training["tried"])}
    right = csat(training["right"], training["tried"])
    told |= {
        "right": whole_percent(right.value),
        "low": whole_percent(right.low),
        "high": whole_percent(right.high),
        "tried": spelled(right.n),
    }
    if training["refusal"]:
        text = _(
            "No order of looking: what was learnt was right in %(right)s (%(low)s to %(high)s) of"
            " %(tried)s comments, which guessing the commoner rating is in %(common)s."
        )
    else:
        text = _(
            "The order is learnt from %(bad)s unhappy and %(good)s happy ratings of this side. On"
            " comments it was not taught with it was right in %(right)s (%(low)s to %(high)s) of"
            " %(tried)s; guessing the commoner rating, in %(common)s. It says what to read first, not"
            " how satisfied anybody is."
        )
    return text % told


def _wanted(request: HttpRequest, known: list[Row]) -> Row | None:
    told = as_number(request.GET.get("survey", ""))
    if told is None:
        return known[0] if known else None
    found = next((one for one in known if one["id"] == told), None)
    if found is None:
        raise NotFound()
    return found


def _kept(told: str) -> str:
    """What the page was asked for, in plain letters alone."""
    return told if told.isascii() and all(one.isalnum() or one in "=&" for one in told) else ""
