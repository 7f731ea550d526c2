"""The company's name and looks, which the frame of every page its clients see bears."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from balcao.core import clock
from balcao.core.actor import NOBODY
from balcao.core.sql import Row
from balcao.register.brand import queries as brand

from . import hats

ASKED_AGAIN = 300
_KEPT = "balcao_company"
_CALLED = "_balcao_company"
_LOOK = "_balcao_company_look"


def company(request: HttpRequest) -> dict[str, object]:
    """For every template: `company`, its name, and `brand_look`; asked for when a frame shows them."""
    return {
        "company": SimpleLazyObject(lambda: name(request)),
        "brand_look": SimpleLazyObject(lambda: look(request)),
    }


def is_called(request: HttpRequest, known: str) -> None:
    """The view has learned the name already: this request need not ask for it."""
    setattr(request, _CALLED, known)


def name(request: HttpRequest) -> str:
    """What the company is called."""
    known: str | None = getattr(request, _CALLED, None)
    return str(look(request)["name"]) if known is None else known


def look(request: HttpRequest) -> Row:
    """Name, colour and logo's version; asked once a request, for whoever is signed in every five
    minutes of their session."""
    known: Row | None = getattr(request, _LOOK, None)
    if known is None:
        known = _in_session(request) if hats.KEY in request.session else brand.look(NOBODY)
        setattr(request, _LOOK, known)
    return known


def _in_session(request: HttpRequest) -> Row:
    kept, now = request.session.get(_KEPT), clock.now().timestamp()
    if not isinstance(kept, dict) or not 0 <= now - kept["at"] < ASKED_AGAIN:
        kept = {"look": brand.look(NOBODY), "at": now}
        request.session[_KEPT] = kept
    found: Row = kept["look"]
    return found
