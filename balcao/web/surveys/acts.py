from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.listening.surveys import actions, queries

from ..posting import act, number, told
from .asking import asker


@require_POST
def take(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Add an item of the library, where one goes on choosing."""
    actor = asker(request)
    library = (
        f"{reverse('surveys:library')}?{urlencode({'survey': survey_id, 'q': told(request, 'q')})}"
    )
    return act(
        lambda: actions.take_item(actor, survey_id, told(request, "item")),
        request,
        _("Added."),
        library,
    )


@require_POST
def add(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Add an empty question of a kind, and go on to write it."""
    actor = asker(request)
    kind = told(request, "kind")
    try:
        made = actions.add_question(actor, survey_id, kind, words={})
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
        return redirect(_home(survey_id))
    return redirect("surveys:question", made.pk)


@require_POST
def move(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Put a question where it was dropped."""
    actor = asker(request)
    question = number(request, "question") or 0
    queries.survey(actor, survey_id)
    return act(
        lambda: actions.move_question(
            actor,
            question,
            number(request, "page") or 1,
            number(request, "place") or 1,
            seen=number(request, "seen"),
        ),
        request,
        _("Moved."),
        f"{_home(survey_id)}#question-{question}",
    )


@require_POST
def step(request: HttpRequest, question_id: int) -> HttpResponse:
    """Move a question one place up or down."""
    actor = asker(request)
    survey, _asked = queries.question(actor, question_id)
    way = "up" if told(request, "way") == "up" else "down"
    return act(
        lambda: actions.step_question(actor, question_id, way),
        request,
        _("Moved."),
        f"{_home(survey['id'])}?moved={question_id}&way={way}",
    )


@require_POST
def retire(request: HttpRequest, question_id: int) -> HttpResponse:
    """Ask a question no more."""
    actor = asker(request)
    survey, _asked = queries.question(actor, question_id)
    return act(
        lambda: actions.retire_question(actor, question_id),
        request,
        _("The question is no longer asked."),
        _home(survey["id"]),
    )


@require_POST
def publish(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Send this version from now on."""
    actor = asker(request)
    return act(
        lambda: actions.publish(actor, survey_id, seen=number(request, "seen")),
        request,
        _("Published. Whoever is asked from now on answers this version."),
        _home(survey_id),
    )


@require_POST
def close(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Ask nobody any more."""
    actor = asker(request)
    return act(
        lambda: actions.close(actor, survey_id),
        request,
        _("The survey is closed."),
        _home(survey_id),
    )


@require_POST
def discard(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Remove a draft."""
    actor = asker(request)
    survey = queries.survey(actor, survey_id)
    there = _home(survey_id) if survey["launched_at"] else reverse("surveys:list")
    return act(
        lambda: actions.discard_survey(actor, survey_id),
        request,
        _("The draft was removed."),
        there,
    )


def _home(survey_id: int) -> str:
    return reverse("surveys:survey", args=[survey_id])
