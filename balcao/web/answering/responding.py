"""From a link to an answer: looking answers nothing, only the button of the last page does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from balcao.core.errors import Conflict
from balcao.core.sql import Row
from balcao.listening.answers.actions import NOTHING, answer_as
from balcao.listening.answers.rounds import next_token
from balcao.listening.asking import queries as asking
from balcao.listening.asking.rules import score_question
from balcao.listening.surveys.rules import Kind, of_content

from .. import company
from ..components import answering
from ..pages import is_fragment, page
from . import showing

_CHANNELS = ("mail", "portal")


# The link is the right; no cookie adds to it, so none is asked for and none is given.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, token: str) -> HttpResponse:
    """The survey of an invitation, page by page; the button of the last one answers it."""
    invited = asking.by_token(token)
    language = showing.spoken(request, invited["language"] if invited else "")
    if invited is None:
        return showing.in_language(request, language, lambda: showing.stranded(request))
    company.is_called(request, invited["house"] or "")
    return showing.in_language(request, language, lambda: _met(request, token, invited, language))


def _met(request: HttpRequest, token: str, invited: Row, language: str) -> HttpResponse:
    refused = _refusal(invited)
    if refused:
        return showing.end(request, refused, 409, _later(invited))
    questions = of_content(invited["content"])
    form = request.POST if request.method == "POST" else _brought(request, invited)
    walk = answering.walk(questions, form, language)
    if walk.is_over and not walk.values:
        walk = answering.walk(questions, QueryDict(), language)
        walk = replace(walk, problems={walk.asked[0].key: str(NOTHING)})
    if walk.is_over:
        try:
            answer_as(invited, walk.values, language=language, channel=_channel(request))
        except Conflict as refusal:
            return showing.end(request, refusal.message, 409)
    return _shown(request, token, invited, walk, language)


def _refusal(invited: Row) -> str:
    """Why nothing can be answered any more, in words; empty while something can."""
    if invited["has_answered"]:
        return _("This was answered already. Thank you: each link counts once.")
    if invited["is_withdrawn"]:
        return _("This question was taken back: what it was about has gone on.")
    if not invited["is_open"]:
        return _("This survey has closed; nothing more can be answered.")
    return ""


def _later(invited: Row) -> str:
    """Where the same is asked in a round that is open now; empty where it is not."""
    token = None if invited["has_answered"] else next_token(invited["id"])
    return reverse("answering:respond", args=[token]) if token else ""


def _shown(
    request: HttpRequest, token: str, invited: Row, walk: answering.Walk, language: str
) -> HttpResponse:
    here, channel = reverse("answering:respond", args=[token]), _channel(request)
    address = f"{here}?lang={language}&via={channel}"
    part = answering.drawn(request, walk, invited["content"], language, address)
    if is_fragment(request):
        return showing.fragment(part)
    if not walk.is_over:
        part = _promise(request, invited) + part
    score = request.GET.get("nota", "")
    chosen = f"&nota={score}" if score.isascii() and score.isdigit() else ""
    is_new = request.method != "POST"
    other = showing.other_tongue(here, language, f"&via={channel}{chosen}") if is_new else None
    title = _("Your opinion, anonymously") if invited["is_anonymous"] else _("How was it for you?")
    return page(request, "answering/page.html", {"title": title, "part": part, "other": other})


def _promise(request: HttpRequest, invited: Row) -> Markup:
    """Who will see what, in words, above the first question."""
    context = {
        "invited": invited,
        "has_own_words": any(asked.kind is Kind.TEXT for asked in of_content(invited["content"])),
        "last_at": invited["closes_at"] - timedelta(seconds=1),  # midnight is of the day before
    }
    return showing.rendered(request, "responding/promise.html", context)


def _brought(request: HttpRequest, invited: Row) -> QueryDict:
    """The score that was chosen in the mail, as if it had been touched on the page: never a step."""
    form, first = QueryDict(mutable=True), score_question(invited["content"])
    if first and "nota" in request.GET:
        form[first.key] = request.GET["nota"]
    return form


def _channel(request: HttpRequest) -> str:
    told = request.GET.get("via", "")
    return told if told in _CHANNELS else _CHANNELS[0]
