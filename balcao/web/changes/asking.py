"""Who asks for these pages, and what surrounds them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.service.changes import queries

from .. import hats, shell
from . import words


def reader(request: HttpRequest) -> Actor:
    """Who asks, as an agent; NotFound for everybody else."""
    actor = hats.agent(request)
    if not queries.may_see(actor):
        raise NotFound()
    return actor


def show(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of changes."""
    shared = {
        "states": words.STATES,
        "risks": words.RISKS,
        "kind_names": words.KINDS,
        "outcomes": words.OUTCOMES,
        "window": words.window,
        "stretch": words.stretch,
        "is_missed": words.is_missed,
        "is_early": words.is_early,
        "clock_hour": words.clock_hour,
        "places": [
            ("list", _("List"), reverse("changes:home")),
            ("calendar", _("Calendar"), reverse("changes:calendar")),
        ],
    }
    return shell.show(request, f"changes/{name}.html", {**shared, **context}, status=status)


def home(change_id: int) -> str:
    """The address of a change."""
    return reverse("changes:change", args=[change_id])
