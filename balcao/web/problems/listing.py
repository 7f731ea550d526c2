"""Known errors and problems as a list that agents search, and what looks like a new one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from balcao.core.sql import Row
from balcao.service.problems import queries, rules

from ..components.dates import moment
from ..posting import as_number
from .asking import reader, show
from .words import reason, usual


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Problems of a sort, searched by words, and suggestions above them."""
    actor = reader(request)
    query, team = request.GET.get("q", "").strip()[:200], as_number(request.GET.get("team", ""))
    chosen = request.GET.get("show", "all" if query else "open")
    found, following = queries.problems(
        actor, show=chosen, query=query, team_id=team, cursor=request.GET.get("cursor", "")
    )
    kept: dict[str, Any] = {**({"q": query} if query else {}), **({"team": team} if team else {})}
    counts = queries.counts(actor)
    context: dict[str, Any] = {
        "problems": found,
        "next": _way({**kept, "show": chosen, "cursor": following}) if following else "",
        "shows": [
            ("open", pgettext("problems", "Looking for the cause"), counts["open"]),
            ("known_error", pgettext("problems", "Known errors"), counts["known_error"]),
            ("ended", pgettext("problems", "Ended"), None),
            ("all", pgettext("problems", "All"), None),
        ],
        "show": chosen,
        "asked": query,
        "team": team or "",
        "team_choices": [(one["id"], one["name"]) for one in queries.known_teams(actor)],
        "consents": queries.consents_asked(actor),
        "thens": dict(rules.THEN_LABELS),
        "candidates": [_candidate(one) for one in queries.candidates(actor)],
        "may_open": bool(queries.teams(actor)),
    }
    context["shows"] = [
        (key, label, _way({**kept, "show": key}), n) for key, label, n in context["shows"]
    ]
    return show(request, "list", context)


def _candidate(one: Row) -> dict[str, Any]:
    told = reason(one) % {
        "count": one["tickets"],
        "since": moment(one["since"]),
        "words": ", ".join(_("“%(word)s”") % {"word": word} for word in one["words"][:5]),
        "usual": usual(one["usual"]),
    }
    return {**one, "reason": told, "title": one["titles"][0] if one["titles"] else ""}


def _way(told: dict[str, Any]) -> str:
    return f"{reverse('problems:home')}?{urlencode(told)}"
