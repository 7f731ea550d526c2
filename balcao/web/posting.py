"""What a form says, and doing what it asks for: shared by rooms of pages that answer with another page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise

from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal

from .pages import tell

# What a form answers for itself; the rest is met on a page of its own.
REFUSALS = (Invalid, Conflict, Forbidden)


def act(
    doing: Callable[[], object], request: HttpRequest, done: str | Promise, to: str
) -> HttpResponse:
    """Do one thing, say what was done or why not, and go on to the address named."""
    try:
        doing()
    except REFUSALS as refusal:
        messages.error(request, str(refusal.message))
    else:
        tell(request, done)
    return HttpResponseRedirect(to)


def wrong(refusal: Refusal) -> dict[str, Any]:
    """What a form says of a refusal: `refused` and `errors`, by field."""
    return {"refused": str(refusal.message), "errors": getattr(refusal, "fields", {})}


def told(request: HttpRequest, name: str) -> str:
    """One field of the form, without blanks around it."""
    return request.POST.get(name, "").strip()


def number(request: HttpRequest, name: str) -> int | None:
    """One field of the form as a number; None when empty or no number."""
    return as_number(told(request, name))


def day(request: HttpRequest, name: str) -> date | None:
    """One field of the form as a date; None for none."""
    try:
        return date.fromisoformat(told(request, name))
    except ValueError:
        return None


def place_asked(request: HttpRequest, keys: Sequence[str]) -> tuple[str, int, str]:
    """Which of these is to be moved, where to (counted from 1), and which way: by keys one up or down,
    by hand to where it was dropped. NotFound for none of these."""
    key, way = told(request, "field"), told(request, "way")
    if key not in keys:
        raise NotFound()
    at = keys.index(key) + 1
    steps = {"up": -1, "down": 1}
    return key, at + steps[way] if way in steps else number(request, "place") or at, way


def as_number(value: str) -> int | None:
    """A whole number of at most nine digits, blanks around it or not; None for anything else."""
    bare = value.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else None
