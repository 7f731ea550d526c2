"""What every page of a respondent has in common: its language, its ends, and what leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from markupsafe import Markup

from balcao.listening.surveys.rules import LANGUAGES
from balcao.register.access.actions import spend

from ..pages import is_fragment, page, unlisted
from ..places import place

NAMES = {"pt-br": "Português", "en": "English"}
TAGS = {"pt-br": "pt-BR", "en": "en"}
GUESSES = 60
HOUR = 3600


def spoken(request: HttpRequest, known: str = "") -> str:
    """The language of the page: the one asked for, else the one `known`, else the browser's."""
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    found = known or translation.get_language() or ""
    return found if found in LANGUAGES else LANGUAGES[0]


def in_language(
    request: HttpRequest, language: str, shown: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page in this language, which gives no cookie, is found by no search and tells no address."""
    with translation.override(language):
        return unlisted(request, shown())


def stranded(request: HttpRequest) -> HttpResponse:
    """The address leads nowhere; TooMany for whoever tries many of them."""
    spend("responder.guess", place(request), limit=GUESSES, seconds=HOUR)
    return end(
        request, _("This link leads to no survey. It may be incomplete: copy it whole."), 404
    )


def end(
    request: HttpRequest, words: str | Promise, status: int, later: str = "", **more: Any
) -> HttpResponse:
    """Nothing can be answered here, and why; a part of the page takes its place all the same."""
    part = rendered(request, "responding/end.html", {"words": words, "later": later, **more})
    if is_fragment(request):
        return fragment(part)
    context = {"title": _("Survey"), "part": part, "other": None, **more}
    return page(request, "answering/page.html", context, status=status)


def fragment(part: str) -> HttpResponse:
    """A part of the page that takes the place of another; nothing keeps it."""
    return HttpResponse(part, headers={"Cache-Control": "private, no-store"})


def other_tongue(here: str, language: str, more: str = "") -> Mapping[str, str]:
    """The way to the same page in the other language."""
    other = next(one for one in LANGUAGES if one != language)
    return {"href": f"{here}?lang={other}{more}", "label": NAMES[other], "lang": TAGS[other]}


def rendered(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Markup:
    """A template of these pages as markup."""
    found = engines["jinja2"].get_template(template)
    return Markup(found.render(dict(context), request))  # noqa: S704 - every value is escaped there
