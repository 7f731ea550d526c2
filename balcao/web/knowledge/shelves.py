"""Categories: their names in both languages, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.rules import LANGUAGES

from ..posting import act, number, told
from .asking import show, writer

UNFOLDED = 40  # so many categories are seen at a glance


@require_http_methods(["GET", "POST"])
def shelves(request: HttpRequest) -> HttpResponse:
    """All categories; a new one where one may."""
    actor = writer(request)
    if request.method == "POST":
        adding = partial(
            actions.add_category, actor, _names(request), parent_id=number(request, "parent")
        )
        return _done(request, adding, _("Added."))
    found = queries.all_categories(actor)
    context = {
        "branches": _branches(found),
        "is_folded": len(found) > UNFOLDED,
        "may_change": actor.may_anywhere(Permission.PUBLISH_KNOWLEDGE),
        "parents": queries.shelves(actor),
    }
    return show(request, "knowledge/shelves.html", context)


@require_http_methods(["GET", "POST"])
def shelf(request: HttpRequest, category_id: int) -> HttpResponse:
    """Change one category."""
    actor = writer(request)
    if request.method == "POST":
        changes = {
            "names": _names(request),
            "parent_id": number(request, "parent"),
            "position": number(request, "position") or 0,
        }
        return _done(
            request, partial(actions.change_category, actor, category_id, changes), _("Saved.")
        )
    found = {one["id"]: one for one in queries.all_categories(actor)}.get(category_id)
    if found is None or not actor.may_anywhere(Permission.PUBLISH_KNOWLEDGE):
        raise NotFound()
    parents = [one for one in queries.shelves(actor) if one[0] != category_id]
    return show(request, "knowledge/shelf.html", {"shelf": found, "parents": parents})


@require_POST
def remove(request: HttpRequest, category_id: int) -> HttpResponse:
    """Take an empty category away."""
    actor = writer(request)
    return _done(request, partial(actions.remove_category, actor, category_id), _("Removed."))


def _names(request: HttpRequest) -> dict[str, str]:
    return {code: told(request, f"name_{code}") for code, _name in LANGUAGES}


def _done(request: HttpRequest, doing: Callable[[], object], said: str | Promise) -> HttpResponse:
    return act(doing, request, said, reverse("knowledge:shelves"))


def _branches(found: list[Row]) -> list[dict[str, Any]]:
    """The categories at the top, each with all of its `shelves`, itself first, and their `articles`."""
    made: list[dict[str, Any]] = []
    for one in found:
        if one["depth"] == 0:
            made.append({"names": one["names"], "shelves": [], "articles": 0})
        made[-1]["shelves"].append(one)
        made[-1]["articles"] += one["articles"]
    return made
