"""The way out of mails, by a link without signing in: looking changes nothing, a button does, or the
one click of a mail programme (RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from balcao.register.access.actions import spend

from .pages import page, unlisted
from .places import place

GUESSES, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says: its question with the button that answers it, and what is so afterwards with
    the button that takes it back, where there is one."""

    title: str
    question: str
    button: str
    explained: str
    done: str
    back: str = ""


def met(
    request: HttpRequest,
    language: str,
    is_done: Callable[[], bool],
    choose: Callable[[bool], None],
    words: Callable[[], Words],
) -> HttpResponse:
    """The page in this language; a POST does it, one with `again` takes it back."""
    if request.method == "POST":
        choose(bool(request.POST.get("again")))
    with translation.override(language):
        said = words()
        told = {"words": said, "is_done": is_done(), "is_said": request.method == "POST"}
        return _drawn(request, said.title, told)


def stranded(request: HttpRequest) -> HttpResponse:
    """The address leads nowhere; TooMany for whoever tries many of them."""
    spend("parting.guess", place(request), limit=GUESSES, seconds=HOUR)
    return _drawn(request, _("No such link"), {"words": None}, status=404)


def _drawn(
    request: HttpRequest, title: str, told: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """The page without cookie, found by no search, telling no address."""
    found = engines["jinja2"].get_template("parting.html")
    context = {"action": request.path, **told}
    part = Markup(found.render(context, request))  # noqa: S704 - every value is escaped there
    frame = {"title": title, "part": part, "other": None}
    return unlisted(request, page(request, "answering/page.html", frame, status=status))
