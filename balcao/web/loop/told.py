"""Writing what was done, looking at it as its readers will, and telling it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.asking import queries as asking
from balcao.listening.loop import actions, queries, rules
from balcao.listening.results import queries as results
from balcao.listening.surveys import queries as surveys

from ..components.kept import shown
from ..components.scores import spoken
from ..posting import act, told
from ..shell import show
from .asking import both, number, places, reader

_NAMES = ("said", "did")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What was told, and drafts of those who write it."""
    actor = reader(request)
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 19
    found, following = queries.told_list(actor, before=int(before) if is_number else None)
    context = {
        **places(actor, "told"),
        "told": [shown(one) for one in found],
        "following": following,
        "surveys": _surveys(actor),
    }
    return show(request, "loop/told.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin to tell something of a survey."""
    actor = reader(request)
    survey = surveys.survey(actor, number(request, "survey") or 0)
    return _written(request, actor, survey, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, told_id: int) -> HttpResponse:
    """Go on writing."""
    actor = reader(request)
    found = _draft(actor, told_id)
    return _written(request, actor, surveys.survey(actor, found["survey_id"]), found)


@require_safe
def one(request: HttpRequest, told_id: int) -> HttpResponse:
    """As its readers will see it, with how many they are; once told, how the score went."""
    actor = reader(request)
    found = queries.told(actor, told_id)
    is_draft = found["published_at"] is None
    context = {
        **places(actor, "told"),
        "told": shown(found),
        "is_draft": is_draft,
        "count": queries.readers(actor, told_id) if is_draft else found["readers"],
    }
    return show(request, "loop/told_one.html", context)


@require_POST
def publish(request: HttpRequest, told_id: int) -> HttpResponse:
    """Tell it."""
    actor = reader(request)
    _draft(actor, told_id)
    seen, done = number(request, "seen"), _("Told. The mails leave in the readers' opening hours.")
    home = reverse("loop:told_one", args=[told_id])
    return act(lambda: actions.publish_told(actor, told_id, seen=seen), request, done, home)


@require_POST
def discard(request: HttpRequest, told_id: int) -> HttpResponse:
    """Throw a draft away."""
    actor = reader(request)
    _draft(actor, told_id)
    done = _("The draft was thrown away.")
    return act(lambda: actions.discard_told(actor, told_id), request, done, reverse("loop:told"))


def _draft(actor: Actor, told_id: int) -> Row:
    found = queries.told(actor, told_id)
    if not found["is_edited"]:
        raise NotFound()
    return found


def _surveys(actor: Actor) -> list[tuple[int, str]]:
    return [(one["id"], one["name"]) for one in surveys.surveys(actor)[0] if one["launched_at"]]


def _written(request: HttpRequest, actor: Actor, survey: Row, found: Row | None) -> HttpResponse:
    refusal = None
    if request.method == "POST":
        try:
            kept = actions.keep_told(
                actor, survey["id"], _given(request), found["id"] if found else None
            )
        except Invalid as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("loop:told_one", args=[kept.pk]))
    asked = results.survey(actor, survey["id"])["questions"]
    context = {
        **places(actor, "told"),
        "survey": survey,
        "found": found,
        "given": _typed(request) if refusal else _known(found),
        "questions": [(one.id, spoken(one.words)) for one in asked if one.kind in rules.COMPARABLE],
        "waves": _waves(actor, survey) if survey["is_anonymous"] else [],
        "spans": [(days, _("%(days)s days") % {"days": days}) for days in rules.COMPARED],
        "today": clock.today().isoformat(),
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "loop/told_write.html", context, status=422 if refusal else 200)


def _waves(actor: Actor, survey: Row) -> list[tuple[int, str]]:
    found = asking.waves(actor, survey["id"])
    closed = [one for one in found if one["state"] == "closed"]
    return [(one["id"], _("Wave %(number)s") % {"number": one["number"]}) for one in closed]


def _given(request: HttpRequest) -> actions.Draft:
    return actions.Draft(
        both(request, "said"),
        both(request, "did"),
        _day(told(request, "acted_on")),
        wave_id=number(request, "wave"),
        since_on=_day(told(request, "since_on")),
        until_on=_day(told(request, "until_on")),
        question_id=number(request, "question"),
        compare_days=number(request, "compare_days") or 0,
    )


def _typed(request: HttpRequest) -> dict[str, Any]:
    names = ("acted_on", "wave", "since_on", "until_on", "question", "compare_days")
    return {name: told(request, name) for name in names} | {
        name: both(request, name) for name in _NAMES
    }


def _known(found: Row | None) -> dict[str, Any]:
    if found is None:
        return {"said": {}, "did": {}, "compare_days": 90}
    names = ("said", "did", "acted_on", "since_on", "until_on", "compare_days")
    return {name: found[name] for name in names} | {
        "wave": found["wave_id"],
        "question": found["question_id"],
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
