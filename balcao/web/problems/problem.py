"""One problem: what is known of it, its tickets, what they were told, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Refusal
from balcao.core.forms import worded
from balcao.core.sql import Row
from balcao.service.problems import queries, rules
from balcao.service.status import queries as status

from .asking import home, reader, show
from .words import MOVES, happened


@require_safe
def problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """The page of a problem."""
    return page(request, reader(request), problem_id)


def page(
    request: HttpRequest, actor: Actor, problem_id: int, refused: Refusal | None = None
) -> HttpResponse:
    """The page, with what was refused."""
    found = queries.problem(actor, problem_id)
    tickets, following = queries.tickets(
        actor, problem_id, cursor=request.GET.get("cursor", "") if request.method == "GET" else ""
    )
    context: dict[str, Any] = {
        "problem": found,
        "tickets": tickets,
        "next": f"{home(problem_id)}?cursor={following}" if following else "",
        "broadcasts": queries.broadcasts(actor, problem_id),
        "moves": _moves(found),
        "people": queries.candidates_for_owner(actor, problem_id),
        "history": [(line, happened(line)) for line in queries.history(actor, problem_id)],
        "incidents": [
            {**one, "title": worded(one["titles"], get_language() or "pt-br")}
            for one in status.of_problem(actor, problem_id)
        ],
        "may_tell_status": status.may_keep(actor),
        "is_ended": found["state"] in rules.ENDED,
        "reach": queries.reach(actor, problem_id),
        "others": queries.elsewhere(actor, problem_id),
        "consents": [
            one for one in queries.consents_asked(actor) if one["problem_id"] == problem_id
        ],
        "thens": dict(rules.THEN_LABELS),
        "refused": str(refused.message) if refused else "",
        "given": request.POST,
    }
    return show(request, "one", context, status=refused.status if refused else 200)


def _moves(found: Row) -> list[tuple[str, Any]]:
    before = rules.State(found["state"])
    return [
        (state, label)
        for state, label in MOVES.items()
        if rules.may_become(before, rules.State(state))
    ]
