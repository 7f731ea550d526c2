"""Changes as a list, searched by words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from balcao.service.changes import queries

from ..posting import as_number
from .asking import reader, show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The changes of a sort, the latest touched first."""
    actor = reader(request)
    query, team = request.GET.get("q", "").strip()[:200], as_number(request.GET.get("team", ""))
    chosen = request.GET.get("show", "all" if query else "ahead")
    found, following = queries.changes(
        actor, show=chosen, query=query, team_id=team, cursor=request.GET.get("cursor", "")
    )
    counts = queries.counts(actor)
    kept: dict[str, Any] = {**({"q": query} if query else {}), **({"team": team} if team else {})}
    tabs = (
        ("ahead", pgettext("changes", "Ahead"), counts["ahead"]),
        ("waiting", pgettext("changes", "To agree to"), counts["waiting"]),
        ("missed", pgettext("changes", "Window passed"), counts["missed"]),
        ("review", pgettext("changes", "To look back on"), counts["review"]),
        ("ended", pgettext("changes", "Ended"), None),
        ("all", pgettext("changes", "All"), None),
    )
    context: dict[str, Any] = {
        "place": "list",
        "changes": found,
        "met": queries.conflicts(actor, [one["id"] for one in found]),
        "next": _way({**kept, "show": chosen, "cursor": following}) if following else "",
        "shows": [(key, label, _way({**kept, "show": key}), n) for key, label, n in tabs],
        "show": chosen,
        "asked": query,
        "team": team or "",
        "team_choices": [(one["id"], one["name"]) for one in queries.known_teams(actor)],
        "may_plan": bool(queries.teams(actor)),
    }
    return show(request, "list", context)


def _way(told: dict[str, Any]) -> str:
    return f"{reverse('changes:home')}?{urlencode(told)}"
