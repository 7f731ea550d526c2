"""From a link to an answer: looking answers nothing, only the button of the last page does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
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
from balcao.listening.surveys.rules import LANGUAGES, Kind, of_content

from ..components import answering
from ..pages import is_fragment, page

NAMES = {"pt-br": "Português", "en": "English"}
TAGS = {"pt-br": "pt-BR", "en": "en"}
_CHANNELS = ("mail", "portal")


# The link is the right; no cookie adds to it, so none is asked for and none is given.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, token: str) -> HttpResponse:
    """The survey of an invitation, page by page; the button of the last one answers it."""
    invited = asking.by_token(token)
    language = _language(request, invited)
    with translation.override(language):
        response = (
            _stranded(request) if invited is None else _met(request, token, invited, language)
        )
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _met(request: HttpRequest, token: str, invited: Row, language: str) -> HttpResponse:
    refused = _refusal(invited)
    if refused:
        return _end(request, refused, 409, _later(invited))
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
            return _end(request, refusal.message, 409)
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
        return HttpResponse(part, headers={"Cache-Control": "private, no-store"})
    if not walk.is_over:
        part = _promise(request, invited) + part
    other = next(one for one in LANGUAGES if one != language)
    score = request.GET.get("nota", "")
    chosen = f"&nota={score}" if score.isascii() and score.isdigit() else ""
    context: dict[str, Any] = {
        "title": _("Your opinion, anonymously")
        if invited["is_anonymous"]
        else _("How was it for you?"),
        "part": part,
        "other": None
        if request.method == "POST"
        else {
            "href": f"{here}?lang={other}&via={channel}{chosen}",
            "label": NAMES[other],
            "lang": TAGS[other],
        },
    }
    return page(request, "answering/page.html", context)


def _promise(request: HttpRequest, invited: Row) -> Markup:
    """Who will see what, in words, above the first question."""
    context = {
        "invited": invited,
        "has_own_words": any(asked.kind is Kind.TEXT for asked in of_content(invited["content"])),
        "last_at": invited["closes_at"] - timedelta(seconds=1),  # midnight is of the day before
    }
    found = engines["jinja2"].get_template("responding/promise.html")
    return Markup(found.render(context, request))  # noqa: S704 - rendered with every value escaped


def _stranded(request: HttpRequest) -> HttpResponse:
    return _end(
        request, _("This link leads to no survey. It may be incomplete: copy it whole."), 404
    )


def _end(request: HttpRequest, words: str | Promise, status: int, later: str = "") -> HttpResponse:
    """Nothing can be answered here, and why; a part of the page takes its place all the same."""
    found = engines["jinja2"].get_template("responding/end.html")
    told = {"words": words, "later": later}
    part = Markup(found.render(told, request))  # noqa: S704 - escaped there
    if is_fragment(request):
        return HttpResponse(part, headers={"Cache-Control": "private, no-store"})
    context = {"title": _("Survey"), "part": part, "other": None}
    return page(request, "answering/page.html", context, status=status)


def _brought(request: HttpRequest, invited: Row) -> QueryDict:
    """The score that was chosen in the mail, as if it had been touched on the page: never a step."""
    form, first = QueryDict(mutable=True), score_question(invited["content"])
    if first and "nota" in request.GET:
        form[first.key] = request.GET["nota"]
    return form


def _language(request: HttpRequest, invited: Row | None) -> str:
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    known = invited["language"] if invited else translation.get_language() or ""
    return known if known in LANGUAGES else LANGUAGES[0]


def _channel(request: HttpRequest) -> str:
    told = request.GET.get("via", "")
    return told if told in _CHANNELS else _CHANNELS[0]
