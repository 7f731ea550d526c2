"""Whoever comes by a link, a code on paper or the tablet at the counter: nobody knows who they are.

Looking answers nothing. A form counts once, not sooner than a person could have read it, and not
when a program filled in what people don't see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balcao.core.errors import Conflict
from balcao.core.sql import Row
from balcao.listening.answers import forms
from balcao.listening.answers.actions import NOTHING, FormWorn, answer_to
from balcao.listening.asking.links import by_link
from balcao.listening.surveys.rules import Asked, of_content
from balcao.register.access.actions import spend

from .. import company
from ..components import answering
from ..pages import is_fragment, page
from ..places import place
from . import showing

FORM, DECOY = "form-token", "e-mail"
KIOSK = "kiosk"
ANSWERS_A_PLACE = {"link": 30, "qr": 30, KIOSK: 60}
ANSWERS_A_LINK = 1500
TEN_MINUTES, HOUR = 600, 3600
THANKS_SECONDS, IDLE_SECONDS = 8, 60
CLOSED = gettext_lazy("No more answers are taken here. Thank you for coming by.")
FILLED = gettext_lazy(
    "A field that people don't see was filled in, as programs do. It was emptied: press the button"
    " once more."
)


# The link is the right; no cookie adds to it, so none is asked for and none is given.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def passing(request: HttpRequest, token: str) -> HttpResponse:
    """The survey of a link open to all, page by page; the button of the last one answers it."""
    language, link = showing.spoken(request), by_link(token)
    if link is None:
        return showing.in_language(request, language, lambda: showing.stranded(request))
    company.is_called(request, link["house"] or "")
    return showing.in_language(request, language, lambda: _met(request, token, link, language))


def _met(request: HttpRequest, token: str, link: Row, language: str) -> HttpResponse:
    if not link["is_open"]:
        return showing.end(request, CLOSED, 409)
    form = forms.read(request.POST.get(FORM, ""), link["id"])
    if form and form.version_id != link["version_id"]:
        link = by_link(token, form.version_id) or link
    questions = _questions(link)
    walk = answering.walk(questions, request.POST, language)
    if not walk.is_over:
        return _shown(request, token, link, walk, language)
    if not walk.values:
        walk = answering.walk(questions, QueryDict(), language)
        walk = replace(walk, problems={walk.asked[0].key: str(NOTHING)})
        return _shown(request, token, link, walk, language)
    notice = _suspicion(request, form)
    if notice or form is None:
        again = _last(questions, request.POST, language)
        return _shown(request, token, link, again, language, notice)
    _spend(request, link)
    try:
        answer_to(token, link, form, walk.values, language=language)
    except Conflict as refusal:
        return _ended(request, token, link, refusal.message)
    return _shown(request, token, link, walk, language)


def _suspicion(request: HttpRequest, form: forms.Form | None) -> str | Promise:
    """Why this form does not count yet, in words; empty where it does."""
    if request.POST.get(DECOY):
        return FILLED
    if form is None or not form.is_ripe:
        return FormWorn.default
    return ""


def _spend(request: HttpRequest, link: Row) -> None:
    """TooMany where so many answers come from one place, or by one link, that no people give them."""
    who, most = f"{link['id']}:{place(request)}", ANSWERS_A_PLACE[link["kind"]]
    spend("answer_by_link.place", who, limit=most, seconds=TEN_MINUTES)
    spend("answer_by_link", str(link["id"]), limit=ANSWERS_A_LINK, seconds=HOUR)


def _questions(link: Row) -> Sequence[Asked]:
    """The questions; on the tablet one a page, so that the first one stands alone and large."""
    told = of_content(link["content"])
    if link["kind"] != KIOSK:
        return told
    return [replace(asked, page=number) for number, asked in enumerate(told, start=1)]


def _last(questions: Sequence[Asked], form: QueryDict, language: str) -> answering.Walk:
    """The last page that was sent, with all that was answered, to be sent once more."""
    again = form.copy()
    again["go"] = "next"
    sent = answering.walk(questions, form, language).steps
    for step in range(sent - 1, 0, -1):
        again["step"] = str(step)
        found = answering.walk(questions, again, language)
        if not found.is_over:
            return found
    again["step"] = ""
    return answering.walk(questions, again, language)


def _shown(
    request: HttpRequest,
    token: str,
    link: Row,
    walk: answering.Walk,
    language: str,
    notice: str | Promise = "",
) -> HttpResponse:
    here = reverse("answering:passing", args=[token])
    drawn = _form(request, link)
    carried = replace(walk, kept=[(FORM, drawn), *walk.kept])
    part = answering.drawn(
        request,
        carried,
        link["content"],
        language,
        f"{here}?lang={language}",
        decoy=DECOY,
        notice=notice,
    )
    if link["kind"] == KIOSK:
        return _kiosk(request, here, part, language, is_over=walk.is_over)
    if is_fragment(request):
        return showing.fragment(part)
    if not walk.is_over:
        part = showing.rendered(request, "responding/passing.html", {}) + part
    is_new = request.method != "POST"
    context = {
        "title": _("How was it for you?"),
        "part": part,
        "other": showing.other_tongue(here, language) if is_new else None,
    }
    return page(request, "answering/page.html", context)


def _form(request: HttpRequest, link: Row) -> str:
    """The form that was drawn for whoever sends it, or a new one where it is none or too old."""
    told = request.POST.get(FORM, "")
    form = forms.read(told, link["id"])
    is_standing = form is not None and form.age_seconds <= forms.MOST_SECONDS
    return told if is_standing else forms.draw(link["id"], link["version_id"])


def _ended(request: HttpRequest, token: str, link: Row, words: str | Promise) -> HttpResponse:
    if link["kind"] != KIOSK:
        return showing.end(request, words, 409)
    here = reverse("answering:passing", args=[token])
    part = showing.rendered(request, "responding/end.html", {"words": words, "later": ""})
    language = showing.spoken(request)
    return _kiosk(request, here, part, language, is_over=True)


def _kiosk(
    request: HttpRequest, here: str, part: str, language: str, *, is_over: bool
) -> HttpResponse:
    """The tablet's page: it goes back to its beginning by itself, with script and without."""
    if is_fragment(request) and request.method == "POST":
        return showing.fragment(part)
    context = {
        "part": part,
        "here": f"{here}?lang={language}",
        "other": showing.other_tongue(here, language),
        "is_over": is_over,
        "thanks_seconds": THANKS_SECONDS,
        "idle_seconds": IDLE_SECONDS,
    }
    if is_fragment(request):
        return showing.fragment(showing.rendered(request, "responding/stage.html", context))
    return page(request, "responding/kiosk.html", context)
