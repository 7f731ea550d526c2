from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.sql import Row
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.rules import KIND_LABELS, Asked, State, pages, problems
from balcao.register.people import queries as people

from ..components import answering
from ..pages import tell
from ..posting import number, told
from ..shell import show
from . import forms, words
from .asking import asker, language


@require_GET
def builder(request: HttpRequest, survey_id: int) -> HttpResponse:
    """A survey as it is written: its questions page by page, beside them a phone that shows it."""
    actor = asker(request)
    survey = queries.survey(actor, survey_id)
    asked = queries.questions(actor, survey_id)
    speaking = language(request)
    found = _in_the_way(survey, asked)
    context = {
        **around_page(request, survey, speaking),
        "pages": [[_line(one, asked, found) for one in page] for page in pages(asked)],
        "kinds": KIND_LABELS,
        "in_the_way": found,
        "moved": request.GET.get("moved", ""),
        "way_moved": request.GET.get("way", ""),
        "phone": phone(request, asked, survey, speaking),
        "is_changed": survey["writing"] is not None,
    }
    return show(request, "surveys/builder.html", context)


@require_http_methods(["GET", "POST"])
def around(request: HttpRequest, survey_id: int) -> HttpResponse:
    """What stands around the questions: name, words before and after, anonymity, minimum groups."""
    actor = asker(request)
    survey, refusal = queries.survey(actor, survey_id), None
    if request.method == "POST":
        try:
            actions.change_survey(
                actor, survey_id, _changes(request, actor, survey), seen=number(request, "seen")
            )
        except (Invalid, Conflict, Forbidden) as found:
            refusal = found
            survey = {**survey, **_given(request)}
        else:
            tell(request, _("Saved."))
            return redirect("surveys:survey", survey_id)
    speaking = language(request)
    context = {
        **around_page(request, survey, speaking),
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
        "is_launched": survey["launched_at"] is not None,
        "phone": phone(request, queries.questions(actor, survey_id), survey, speaking),
    }
    return show(request, "surveys/around.html", context, status=refusal.status if refusal else 200)


def around_page(request: HttpRequest, survey: Row, speaking: str) -> dict[str, Any]:
    """What every page of one survey shows."""
    return {
        "survey": survey,
        "state": words.STATES[survey["state"]],
        "side": words.SIDES[survey["side"]],
        "purpose": words.PURPOSE[survey["purpose"]],
        "speaking": speaking,
        "is_open": survey["state"] != State.CLOSED,
    }


def phone(request: HttpRequest, asked: list[Asked], survey: Row, speaking: str) -> str:
    """The first page of the survey as a respondent's phone shows it."""
    beginning = answering.walk(asked, QueryDict(), speaking)
    if not asked:
        return ""
    address = f"{reverse('surveys:preview', args=[survey['id']])}?lang={speaking}"
    return answering.drawn(request, beginning, survey, speaking, address, is_preview=True)


def _line(
    one: Asked, asked: list[Asked], found: Mapping[str, list[str | Promise]]
) -> dict[str, Any]:
    return {
        "id": one.id,
        "words": words.spoken(one.words) or _("(no words yet)"),
        "other": one.words.get("en", "") if words.spoken(one.words) != one.words.get("en") else "",
        "kind": words.KINDS[one.kind],
        "is_required": one.is_required,
        "condition": words.condition(one, asked),
        "problems": found.get(one.key, []),
    }


def _in_the_way(survey: Row, asked: list[Asked]) -> dict[str, list[str | Promise]]:
    """What keeps it from being published, by key of question."""
    about = {"intro": survey["intro"], "thanks": survey["thanks"]}
    found: dict[str, list[str | Promise]] = {}
    for problem in problems(asked, about, is_anonymous=survey["is_anonymous"]):
        found.setdefault(problem.key, []).append(problem.words)
    return found


def _given(request: HttpRequest) -> dict[str, Any]:
    return {
        "name": told(request, "name"),
        "intro": forms.words(request.POST, "intro"),
        "thanks": forms.words(request.POST, "thanks"),
    }


def _changes(request: HttpRequest, actor: Actor, survey: Row) -> dict[str, Any]:
    found = _given(request)
    if survey["launched_at"] is None:
        found["is_anonymous"] = bool(told(request, "anonymous"))
        for name in ("k", "comments_k"):
            found[name] = number(request, name) or 0
    if address := told(request, "owner"):
        found["owner_id"] = _person(actor, address)
    return found


def _person(actor: Actor, address: str) -> int:
    found = people.by_handle(actor, address)
    if len(found) != 1:
        why = _("Nobody you know has this address.")
        raise Invalid(why, {"owner": why})
    return found[0]["id"]
