"""Who asks for these pages, and what a form of theirs says."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.listening.journeys import queries
from balcao.listening.journeys.rules import SPANS, USUAL
from balcao.listening.surveys.rules import LANGUAGES

from .. import hats
from ..pages import tell


def reader(request: HttpRequest) -> Actor:
    """Who asks, as one who may read journeys; NotFound for everybody else."""
    actor = hats.person(request)
    if not queries.may_read(actor):
        raise NotFound()
    return actor


def act(
    doing: Callable[[], object], request: HttpRequest, done: str | Promise, to: str
) -> HttpResponse:
    """Do one thing, say what was done or why not, and go on to the address named."""
    try:
        doing()
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, done)
    return redirect(to)


def told(request: HttpRequest, name: str) -> str:
    """One field of the form, without blanks around it."""
    return request.POST.get(name, "").strip()


def words(request: HttpRequest, name: str) -> dict[str, str]:
    """Words by language out of the fields `name-pt-br` and `name-en`."""
    return {one: told(request, f"{name}-{one}") for one in LANGUAGES}


def number(request: HttpRequest, name: str) -> int | None:
    """One field of the form as a number; None when empty or no number."""
    value = told(request, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def days(request: HttpRequest) -> int:
    """Over how many days the journey is drawn; the usual ones when it is none of those there are."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(span) for span in SPANS} else USUAL
