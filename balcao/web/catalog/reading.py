"""Who asks for the catalog, and in which language it speaks to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from balcao.core.actor import NOBODY, Actor, Hat

from .. import client_shell, hats


def reader(request: HttpRequest) -> Actor:
    """A client under the hat of this session, inside with the teams they act for; else nobody."""
    known = hats.actor(request)
    if known.person_id is None or not known.hats:
        return NOBODY
    hat = hats.chosen_hat(request, known)
    return known.wearing(hat, Hat.AGENT) if hat is Hat.INTERNAL else known.wearing(hat)


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the catalog in the portal's frame, or the part of it that was asked for."""
    told = {"here": "ask", "language_code": language(), **context}
    return client_shell.show(request, template, told, part=part, status=status)


def language() -> str:
    """The language in which words of the catalog are told: one of theirs."""
    return "en" if get_language() == "en" else "pt-br"
