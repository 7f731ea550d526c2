"""What a form says, and doing what it asks for: shared by rooms of pages that answer with another page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise

from balcao.core.errors import Conflict, Forbidden, Invalid

from .pages import tell


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
    return HttpResponseRedirect(to)


def told(request: HttpRequest, name: str) -> str:
    """One field of the form, without blanks around it."""
    return request.POST.get(name, "").strip()


def number(request: HttpRequest, name: str) -> int | None:
    """One field of the form as a number; None when empty or no number."""
    return as_number(told(request, name))


def as_number(value: str) -> int | None:
    """A whole number of at most nine digits, blanks around it or not; None for anything else."""
    bare = value.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else None
