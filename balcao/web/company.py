"""The name of the company, which the frame of every page bears."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from balcao.core.actor import NOBODY
from balcao.register.people import queries as people

from . import hats

_KEPT = "balcao_company"
_CALLED = "_balcao_company"


def company(request: HttpRequest) -> dict[str, object]:
    """For every template: `company`, asked for when a frame shows it."""
    return {"company": SimpleLazyObject(lambda: name(request))}


def is_called(request: HttpRequest, known: str) -> None:
    """The view has learned the name already: this request need not ask for it."""
    setattr(request, _CALLED, known)


def name(request: HttpRequest) -> str:
    """What the company is called; once a session for whoever is signed in."""
    known: str | None = getattr(request, _CALLED, None)
    if known is not None:
        return known
    if hats.KEY not in request.session:
        return people.house(NOBODY)
    if _KEPT not in request.session:
        request.session[_KEPT] = people.house(NOBODY)
    return str(request.session[_KEPT])
