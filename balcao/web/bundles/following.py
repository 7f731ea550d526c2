"""At the desk: the bundles that go on, each with every task, and the templates they come from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.forms import worded
from balcao.core.sql import Row
from balcao.service.bundles import queries

from .. import hats
from ..components.audience import teller
from ..posting import as_number
from ..shell import show
from .words import STATES, TONES, language

TEMPLATES = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Bundles whose request the actor's teams handle, and the templates of these teams."""
    actor = reader(request)
    found, following = queries.running(actor, cursor=request.GET.get("cursor", ""))
    context = {
        "bundles": [named(one) for one in found],
        "more": f"{reverse('bundles:home')}?cursor={following}" if following else "",
        **_templates(actor, as_number(request.GET.get("modelos", "")) or 0),
        "may_offer": actor.may_anywhere(Permission.OFFER),
    }
    return show(request, "bundles/home.html", context)


@require_safe
def bundle(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """One bundle: who asked for what, and every task in its order."""
    found = queries.bundle(reader(request), bundle_id)
    context = {
        "bundle": named(found),
        "tasks": [_task(one) for one in found["tasks"]],
        "states": STATES,
        "tones": TONES,
    }
    return show(request, "bundles/bundle.html", context)


def reader(request: HttpRequest) -> Actor:
    """An agent, or who offers templates for the company; NotFound for everybody else."""
    actor = hats.person(request)
    if not queries.may_look(actor):
        raise NotFound()
    return actor


def named(one: Row) -> dict[str, Any]:
    """A row with its template's name in the reader's language."""
    return {**one, "name": worded(one["names"], language())}


def _templates(actor: Actor, past: int) -> dict[str, Any]:
    """A page of templates, and the address of the next one."""
    tell, found = teller(actor), queries.kept(actor)
    shown = [
        {
            **named(one),
            "audience": tell(one["audience"]),
            "may_offer": actor.may(Permission.OFFER, one["team_id"]),
        }
        for one in found[past : past + TEMPLATES]
    ]
    last = past + TEMPLATES
    following = f"{reverse('bundles:home')}?modelos={last}#modelos" if last < len(found) else ""
    return {"templates": shown, "more_templates": following}


def _task(one: Row) -> dict[str, Any]:
    speaking = language()
    return {
        **one,
        "title": worded(one["titles"], speaking),
        "after": [worded(titles, speaking) for titles in one["after"]],
    }
