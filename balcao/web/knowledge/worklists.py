"""What needs somebody: articles that age, words searched in vain, what readers said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.service.knowledge import actions, queries

from ..posting import act, as_number, told
from . import words
from .asking import show, writer


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Articles to be looked at again, that end, or that nobody looks after."""
    found, past = queries.due_for_review(writer(request), past=_past(request))
    shown = [{**one, "told": words.why(one["why"])} for one in found]
    return show(request, "knowledge/due.html", {"articles": shown, "past": past})


@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """What readers searched for and did not find, each a reason to write."""
    found, past = queries.searched_in_vain(writer(request), past=_past(request))
    shown = [{**one, "by": words.readers(one["readers"])} for one in found]
    return show(request, "knowledge/searches.html", {"searches": shown, "past": past})


@require_POST
def settle_search(request: HttpRequest) -> HttpResponse:
    """Nobody needs to write about these words."""
    actor, wanted = writer(request), told(request, "words")
    there = reverse("knowledge:searches")
    return act(lambda: actions.settle_search(actor, wanted), request, _("Off the list."), there)


@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """What readers said that wants an answer."""
    before = as_number(request.GET.get("before", ""))
    found, following = queries.feedback(writer(request), before=before)
    shown = [{**one, "by": words.reader(one["readers"])} for one in found]
    return show(request, "knowledge/feedback.html", {"feedback": shown, "following": following})


@require_POST
def settle_feedback(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """It was taken up."""
    actor, there = writer(request), reverse("knowledge:feedback")
    return act(lambda: actions.settle_feedback(actor, feedback_id), request, _("Taken up."), there)


def _past(request: HttpRequest) -> int:
    """How many of a list were shown already."""
    return min(as_number(request.GET.get("past", "")) or 0, 1_000_000)
