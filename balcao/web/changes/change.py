"""One change: its risk with the reason, its plan, when, whom it meets, who agreed, how it went."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Refusal
from balcao.core.sql import Row
from balcao.register.access import audiences
from balcao.register.teams import queries as teams
from balcao.service.approvals import queries as approvals
from balcao.service.changes import queries, rules

from .asking import reader, show
from .words import happened


@require_safe
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """The page of a change."""
    return page(request, reader(request), change_id)


def page(
    request: HttpRequest, actor: Actor, change_id: int, refused: Refusal | None = None
) -> HttpResponse:
    """The page, with what was refused."""
    found = queries.change(actor, change_id)
    names = {team["id"]: team["name"] for team in teams.teams(actor)}
    context: dict[str, Any] = {
        "change": found,
        "weighing": _weighing(found),
        "touched": queries.touched(actor, change_id),
        "tickets": queries.tickets(actor, change_id),
        "meets": queries.conflicts(actor, [change_id]).get(change_id, []),
        "approvals": approvals.about(actor, "change", change_id),
        "told": audiences.told(found["audience"], names),
        "history": [(line, happened(line)) for line in queries.history(actor, change_id)],
        "may": _may(actor, found),
        "outcome_choices": rules.OUTCOME_LABELS,
        "refused": str(refused.message) if refused else "",
        "given": request.POST,
    }
    return show(request, "one", context, status=refused.status if refused else 200)


def _weighing(found: Row) -> dict[str, Any]:
    """Why the risk is what it is: each question with its answer, the heaviest first."""
    answered = []
    for question in rules.QUESTIONS:
        answer = found["answers"].get(question.key)
        if answer is not None:
            points = question.points(answer)
            answered.append((points, question.words, dict(question.answers)[answer]))
    answered.sort(key=lambda line: -line[0])
    labels = rules.LEVEL_LABELS
    return {
        "answered": answered,
        "likelihood": labels.get(found["likelihood"], _("not weighed yet")),
        "impact": labels.get(found["impact"], _("not weighed yet")),
        "is_weighed": found["risk"] is not None,
    }


def _may(actor: Actor, found: Row) -> dict[str, bool]:
    """Which buttons stand there; the actions decide anyway."""
    state, own = found["state"], found["may_change"]
    return {
        "rewrite": own and state == rules.State.DRAFT,
        "submit": own and state == rules.State.DRAFT,
        "decide": found["may_supervise"]
        and state == rules.State.WAITING
        and found["rule_id"] is None
        and found["owner_id"] != actor.person_id,
        "replan": own and rules.may_become(rules.State(state), rules.State.DRAFT),
        "begin": own and state == rules.State.APPROVED,
        "finish": own and state == rules.State.RUNNING,
        "review": own and state == rules.State.DONE,
        "cancel": own and rules.may_become(rules.State(state), rules.State.CANCELLED),
    }
