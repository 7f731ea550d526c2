from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY, Actor
from balcao.service.status import queries
from balcao.service.status.rules import IMPACTS, STATES

from .. import framed, hats
from ..components import audience
from ..components.causes import STATES as STATES_OF_PROBLEMS
from ..posting import as_number
from . import marks, words
from .causes import problem_choices


def reader(request: HttpRequest) -> Actor:
    """Who reads: staff with all they are, a client under the hat of this session, nobody else."""
    known = hats.actor(request)
    if known.person_id is None or not known.hats:
        return NOBODY
    return known if is_staff(request) else hats.client(request)


def is_staff(request: HttpRequest) -> bool:
    """True for whoever reads in the desk's frame."""
    known = hats.actor(request)
    return known.is_agent or queries.may_keep(known)


def show(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of status in the frame that its reader knows: the desk's or the portal's."""
    shared = {
        "may_keep": queries.may_keep(hats.actor(request)),
        **context,
    }
    template, at_desk = f"status/{name}.html", is_staff(request)
    return framed.show(request, template, shared, here="status", status=status, at_desk=at_desk)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What works now, what fails, what is planned, and ninety days of it."""
    actor = reader(request)

    def drawn() -> HttpResponse:
        found = queries.board(actor)
        tone, symbol = words.LOOKS[found["worst"]]
        context = {
            "overall": words.OVERALL[found["worst"]],
            "tone": tone,
            "symbol": symbol,
            "components": [words.component(one) for one in found["components"]],
            "going": [words.incident(one) for one in found["open"]],
            "planned": [{**one, "text": words.said(one["notice"])} for one in found["planned"]],
            "recent": [words.incident(one) for one in found["recent"]],
        }
        return show(request, "home", context)

    return _marked(request, actor, drawn)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every incident this audience was told of, newest first."""
    actor = reader(request)
    before = as_number(request.GET.get("before", ""))

    def drawn() -> HttpResponse:
        found, following = queries.incidents(actor, before=before)
        told = [words.incident(one) for one in found]
        return show(request, "history", {"incidents": told, "following": following})

    return _marked(request, actor, drawn)


@require_safe
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident with all that was told of it; keepers tell more of it here."""
    return one(request, reader(request), incident_id)


def one(
    request: HttpRequest,
    actor: Actor,
    incident_id: int,
    *,
    refused: str = "",
    errors: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an incident, with what its keepers may do there, and why it was refused."""
    found = queries.incident(actor, incident_id)
    kept = found["kept"]
    given = request.POST if refused else {}
    context: dict[str, Any] = {
        "incident": words.incident(found),
        "kept": kept,
        "refused": refused,
        "errors": errors or {},
        "given": given,
        "problem": queries.problem_behind(actor, incident_id),
        "problem_states": STATES_OF_PROBLEMS,
        "state_choices": STATES,
        "impact_choices": IMPACTS,
    }
    if kept is not None:
        known = queries.components(actor)
        context |= {
            "titles": found["titles"],
            "for_whom": audience.told(actor, kept["audience"]),
            "ticked": set(kept["audience"]),
            "audiences": audience.choices(actor),
            "chosen": set(kept["component_ids"]),
            "component_choices": [(each["id"], words.said(each["names"])) for each in known],
            "problem_choices": problem_choices(actor, kept["problem_id"]),
        }
        # Behind it stands a problem one may not read: it stays there.
        context["may_link"] = context["problem"] or not kept["problem_id"]
    return show(request, "incident", context, status=status)


def _marked(request: HttpRequest, actor: Actor, drawn: Callable[[], HttpResponse]) -> HttpResponse:
    mark = marks.of(request, actor)
    if marks.is_known(request, mark):
        return marks.marked(request, HttpResponse(status=304), mark)
    return marks.marked(request, drawn(), mark)
