"""Who asks for these pages, and what a form of theirs says."""

from __future__ import annotations

from django.http import HttpRequest

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.listening.surveys import queries
from balcao.listening.surveys.rules import LANGUAGES

from .. import hats


def asker(request: HttpRequest) -> Actor:
    """Who asks, as one who may write surveys or looks after one; NotFound for everybody else."""
    known = hats.person(request)
    if not queries.may_ask(known):
        raise NotFound()
    return known


def language(request: HttpRequest) -> str:
    """The language in which the preview speaks: the first one unless asked for the other."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
