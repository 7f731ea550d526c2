"""Who asks for these pages, and what surrounds them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound

from .. import hats, shell


def writer(request: HttpRequest) -> Actor:
    """The agent who asks; NotFound for whoever writes for no team."""
    actor = hats.agent(request)
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        raise NotFound()
    return actor


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of knowledge at the desk, with the ways between its parts."""
    return shell.show(request, template, {"parts": _parts(), **context}, part=part, status=status)


def _parts() -> list[tuple[str, str, str, None]]:
    return [
        ("articles", _("Articles"), reverse("knowledge:home"), None),
        ("due", _("To look at again"), reverse("knowledge:due"), None),
        ("searches", _("Searched in vain"), reverse("knowledge:searches"), None),
        ("feedback", _("What readers say"), reverse("knowledge:feedback"), None),
        ("shelves", _("Categories"), reverse("knowledge:shelves"), None),
    ]
