"""The name of the company, which the frame of every page bears."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from balcao.core.actor import NOBODY
from balcao.register.people import queries as people

from . import hats

_KEPT = "balcao_company"


def company(request: HttpRequest) -> dict[str, object]:
    """For every template: `company`, asked for when a frame shows it."""
    return {"company": SimpleLazyObject(lambda: name(request))}


def name(request: HttpRequest) -> str:
    """What the company is called; once a session for whoever is signed in."""
    if hats.KEY not in request.session:
        return people.house(NOBODY)
    if _KEPT not in request.session:
        request.session[_KEPT] = people.house(NOBODY)
    return str(request.session[_KEPT])
