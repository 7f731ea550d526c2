"""Who is asked, and when: the occasions of a survey, in words, set up, stopped and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.asking import actions, queries
from balcao.listening.asking.rules import EVERY as RHYTHMS
from balcao.listening.surveys import queries as surveys

from ..pages import page, tell
from ..posting import act, number, told
from ..shell import show
from . import telling, terms
from .asking import asker, language
from .builder import around_page


@require_GET
def listing(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The occasions of a survey, each in words, and the sorts that may be added."""
    actor = asker(request)
    survey = surveys.survey(actor, survey_id)
    known = telling.names(actor)
    context = {
        **around_page(request, survey, language(request)),
        "occasions": [_line(one, known) for one in queries.occasions(actor, survey_id)],
        "whens": [(when, telling.WHEN[when]) for when in terms.whens(actor, survey)],
        "last_wave": next((wave["number"] for wave in queries.waves(actor, survey_id, limit=1)), 0),
    }
    return show(request, "surveys/occasions.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, survey_id: int) -> HttpResponse:
    """A new occasion of the sort that the address names."""
    actor = asker(request)
    survey = surveys.survey(actor, survey_id)
    when = request.GET.get("when", "")
    if when not in terms.whens(actor, survey):
        raise NotFound()
    return _form(request, actor, survey, terms.beginning(when))


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """An occasion, to be changed by who may set up one of its sort."""
    actor = asker(request)
    occasion = queries.occasion(actor, occasion_id)
    survey = surveys.survey(actor, occasion["survey_id"])
    if occasion["when"] not in terms.whens(actor, survey):
        raise NotFound()
    return _form(request, actor, survey, occasion)


@require_POST
def tried(request: HttpRequest, survey_id: int) -> HttpResponse:
    """What would follow from the form as it stands, in words and in numbers; nothing is kept."""
    actor = asker(request)
    survey = surveys.survey(actor, survey_id)
    when = told(request, "when")
    if when not in terms.whens(actor, survey):
        raise NotFound()
    meant = terms.read(request.POST, when)
    kept = _kept(request, actor, survey_id)
    return page(request, "surveys/reach.html", _reach(actor, survey, meant, kept))


@require_POST
def stop(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Ask nobody else at this occasion; it may begin again at once."""
    actor = asker(request)
    occasion = queries.occasion(actor, occasion_id)
    there = _home(occasion["survey_id"])
    try:
        actions.stop_occasion(actor, occasion_id)
    except Forbidden as refusal:
        messages.error(request, str(refusal.message))
        return redirect(there)
    again = reverse("surveys:resume", args=[occasion_id])
    may_again = occasion["when"] in terms.whens(actor, surveys.survey(actor, occasion["survey_id"]))
    words = _("Stopped. Whoever had no mail of it yet is not asked.")
    tell(request, words, undo=again if may_again else "")
    return redirect(there)


@require_POST
def resume(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Ask again at this occasion, from now on."""
    actor = asker(request)
    occasion = queries.occasion(actor, occasion_id)
    survey_id, meant = occasion["survey_id"], terms.terms_of(occasion)
    return act(
        lambda: actions.set_occasion(actor, survey_id, meant, occasion_id),
        request,
        _("From now on it asks again."),
        _home(survey_id),
    )


@require_POST
def draw(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Draw the sample and ask it; the page of waves shows how far the mails are."""
    actor = asker(request)
    survey_id = queries.occasion(actor, occasion_id)["survey_id"]
    try:
        wave = actions.draw_sample(actor, occasion_id, seen=number(request, "seen"))
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
        return redirect(_home(survey_id))
    tell(request, _("The sample is drawn. The mails go out in opening hours."))
    return redirect(f"{reverse('surveys:waves', args=[survey_id])}#wave-{wave.number}")


def _form(
    request: HttpRequest, actor: Actor, survey: Row, occasion: Mapping[str, Any]
) -> HttpResponse:
    """The form of an occasion; what it says is kept, or only looked at, or refused in words."""
    known_id, refusal = occasion["id"], None
    meant = terms.terms_of({**occasion, "seed": ""})
    if request.method == "POST":
        meant = terms.read(request.POST, occasion["when"])
        if told(request, "then") != "look":
            try:
                actions.set_occasion(actor, survey["id"], meant, known_id, is_once=True)
            except (Invalid, Conflict, Forbidden) as found:
                refusal = found
            else:
                tell(request, _("Saved. It asks from now on; nobody is asked about the past."))
                return redirect(_home(survey["id"]))
    known = telling.names(actor)
    context = {
        **around_page(request, survey, language(request)),
        **_reach(actor, survey, meant, occasion if known_id else None),
        "occasion": occasion,
        "heading": telling.WHEN[occasion["when"]],
        "given": _given(request, meant),
        "ticked": {name: {str(one) for one in told} for name, told in meant.conditions.items()},
        "choices": terms.choices(actor, survey, occasion, known),
        "shares": terms.shares(meant.share),
        "every": [(every, telling.EVERY[every]) for every in RHYTHMS],
        "weekdays": telling.weekdays(),
        "hours": [(hour, _("%(hour)s h") % {"hour": hour}) for hour in range(24)],
        "is_event": occasion["when"] in telling.EVENTS,
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
    }
    status = refusal.status if refusal else 200
    return show(request, "surveys/occasion.html", context, status=status)


def _reach(
    actor: Actor, survey: Row, meant: actions.Terms, kept: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What would follow from these terms, or why they can't stand."""
    seed = kept["seed"] if kept else ""
    context = {"survey": survey, "sentence": "", "reached": "", "details": [], "in_the_way": ""}
    try:
        found = queries.reach(actor, survey["id"], meant, seed)
    except (Invalid, Forbidden) as refusal:
        return {**context, "in_the_way": str(refusal.message)}
    known, about = telling.names(actor), terms.shown(meant)
    anonymous = survey["is_anonymous"]
    return {
        **context,
        "sentence": telling.sentence(about, known),
        "details": telling.details(about, known),
        "reached": telling.reached(found, meant.when, is_anonymous=anonymous),
    }


def _kept(request: HttpRequest, actor: Actor, survey_id: int) -> Row | None:
    """The occasion of this survey that is being changed; None for a new one."""
    meant = number(request, "occasion")
    found = queries.occasions(actor, survey_id) if meant else []
    return next((one for one in found if one["id"] == meant), None)


def _given(request: HttpRequest, meant: actions.Terms) -> dict[str, Any]:
    """What stands in the fields: as typed, however wrong, else as it is kept."""
    names = ("delay_days", "quarantine_days", "open_days", "every", "weekday", "hour")
    if request.method == "POST":
        return {name: told(request, name) for name in (*names, "share", "remind_after_days")}
    found = {name: getattr(meant, name) for name in names[:3]}
    days = ", ".join(str(day) for day in meant.remind_after_days)
    chosen = next(
        (told for told, _w in terms.shares(meant.share) if meant.share == Decimal(told)), "1"
    )
    return {**found, **(meant.rhythm or {}), "share": chosen, "remind_after_days": days}


def _line(occasion: Row, known: telling.Names) -> dict[str, Any]:
    return {
        **occasion,
        "sentence": telling.sentence(occasion, known),
        "details": telling.details(occasion, known),
    }


def _home(survey_id: int) -> str:
    return reverse("surveys:occasions", args=[survey_id])
