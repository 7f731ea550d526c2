"""Who asks for these pages, and what a form of theirs says."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.listening.surveys import queries
from balcao.listening.surveys.rules import LANGUAGES

from .. import hats
from ..pages import tell


def asker(request: HttpRequest) -> Actor:
    """Who asks, as one who may write surveys or looks after one; NotFound for everybody else."""
    known = hats.person(request)
    if not queries.may_ask(known):
        raise NotFound()
    return known


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


def number(request: HttpRequest, name: str) -> int | None:
    """One field of the form as a number; None when empty or no number."""
    value = told(request, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def language(request: HttpRequest) -> str:
    """The language in which the preview speaks: the first one unless asked for the other."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
