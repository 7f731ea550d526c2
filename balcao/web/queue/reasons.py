from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from balcao.core.actor import Permission
from balcao.core.sql import Row
from balcao.service.routing import queries as routing
from balcao.service.routing.rules import PASSED_LABELS, WHY_LABELS
from balcao.service.tickets import queries

from .. import hats
from ..shell import show


@require_GET
def why(request: HttpRequest, protocol: str) -> HttpResponse:
    """Why a ticket is with whom it is with: each thing the desk decided, and who was passed over."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    prospect = routing.prospect(actor, found)
    told = {
        "ticket": found,
        "decisions": [_worded(line) for line in routing.decisions(actor, found)],
        "prospect": _worded(prospect) if prospect else None,
        "may_skip": found["assignee_id"] == actor.person_id
        and actor.may(Permission.REPLY, found["team_id"]),
    }
    return show(request, "queue/why.html", told)


def _worded(told: dict[str, Any]) -> Row:
    passed = [(PASSED_LABELS[reason], names) for reason, names in told["passed"] if names]
    return {**told, "why": WHY_LABELS[told["why"]], "passed": passed}
