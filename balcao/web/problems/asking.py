"""Who asks for these pages, and what surrounds them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.service.problems import queries

from .. import hats, shell
from ..components.causes import STATES
from . import words


def reader(request: HttpRequest) -> Actor:
    """Who asks, as an agent; NotFound for everybody else."""
    actor = hats.agent(request)
    if not queries.may_see(actor):
        raise NotFound()
    return actor


def show(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of problems, or the part of it that was asked for."""
    shared = {"states": STATES, "sides": words.SIDES, "sending": words.SENDING}
    return shell.show(
        request, f"problems/{name}.html", {**shared, **context}, part=part, status=status
    )


def home(problem_id: int) -> str:
    """The address of a problem."""
    return reverse("problems:problem", args=[problem_id])
