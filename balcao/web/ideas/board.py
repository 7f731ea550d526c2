from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.rules import STATES

from ..pages import is_fragment, page
from ..posting import told
from . import words
from .asking import reader, required, show

_ORDERS = ("most", "newest")
# An anonymous board is one page: which idea somebody opens would stand in the log of addresses.
_ANONYMOUS_LISTED = 200


@require_safe
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    """The ideas of a board; of an anonymous one with all that is said about them."""
    actor = reader(request)
    found = queries.board(actor, board_id)
    return show(request, "ideas/board.html", board_context(request, actor, found))


def board_context(request: HttpRequest, actor: Actor, found: Row) -> dict[str, Any]:
    """What the page of a board shows to this reader."""
    order = request.GET.get("order", "")
    order = order if order in _ORDERS else _ORDERS[0]
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else ""
    listed, following = queries.ideas(
        actor,
        found,
        order=order,
        state=state,
        cursor=request.GET.get("cursor", ""),
        limit=_ANONYMOUS_LISTED if found["is_anonymous"] else queries.LISTED,
    )
    ids = [one["id"] for one in listed]
    context = {
        "board": found,
        "for_whom": words.audience(found),
        "promise": words.promise(found["answer_days"]),
        "kept": words.kept(queries.attainment(actor, found)),
        "ideas": [shown(found, one) for one in listed],
        "following": following,
        "order": order,
        "chosen_state": state,
        "states": STATES,
        "state": words.state,
        "waiting": queries.waiting(actor, found) if found["is_member"] else None,
        "is_protected": queries.is_protected(actor, found),
        "rounds": queries.rounds(actor, found) if found["has_rounds"] else [],
        "may_vote": may_vote(found),
        "takes_ideas": _takes_ideas(found),
        "given": {},
        "errors": {},
        "refused": "",
    }
    return context | (inline(actor, found, ids) if found["is_anonymous"] else {})


def inline(actor: Actor, found: Row, ids: list[int]) -> dict[str, Any]:
    """What is said about these ideas, how they went on and were tried, and what they stand for."""
    return {
        "comments": queries.comments(actor, found, ids),
        "changes": queries.changes(actor, ids),
        "experiments": {
            idea_id: [told_trial(one) for one in trials]
            for idea_id, trials in queries.experiments(actor, ids).items()
        },
        "merged": queries.merged(actor, ids),
    }


def told_trial(trial: Row) -> Row:
    """An experiment with its measures in words."""
    return {
        **trial,
        "how": words.question(trial),
        "measured": words.measured(trial),
        "difference": words.difference(trial),
        "decided": words.DECISION.get(trial["decision"], ""),
    }


def shown(found: Row, idea: Row) -> Row:
    """An idea with its votes and its promise in words."""
    return {
        **idea,
        "votes_told": words.votes(found, idea),
        "count": words.count(found, idea),
        "promise": words.answered(idea),
    }


def may_vote(found: Row) -> bool:
    """Whether this board takes the reader's vote now."""
    is_open = found["closed_at"] is None and found["is_member"]
    return bool(is_open and (not found["has_rounds"] or found["round_id"] is not None))


@require_POST
def vote(request: HttpRequest, board_id: int) -> HttpResponse:
    """Vote for the idea named in the form, or take the vote back; the address doesn't say which."""
    actor = reader(request)
    found = queries.board(actor, board_id)
    idea_id = required(request, "idea")
    here, _idea = queries.idea(actor, idea_id)
    if here["id"] != found["id"]:
        raise NotFound()
    wants = {"1": True, "0": False}.get(told(request, "wants"))
    try:
        actions.vote(actor, idea_id, wants)
    except (Invalid, Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
    if is_fragment(request):
        _board, idea = queries.idea(actor, idea_id)
        context = {"board": found, "idea": shown(found, idea), "may_vote": may_vote(found)}
        context["back"] = told(request, "back")
        return page(request, "ideas/vote.html", context, part="ideas/vote.html")
    if told(request, "back") == "idea" and not found["is_anonymous"]:
        return HttpResponseRedirect(reverse("ideas:idea", args=[idea_id]))
    return HttpResponseRedirect(f"{reverse('ideas:board', args=[board_id])}#idea-{idea_id}")


def refuse_shut(found: Row) -> str:
    """Why a board takes no ideas now; empty when it does."""
    if found["closed_at"] is not None:
        return _("This board is closed: it takes nothing more.")
    if found["has_rounds"] and not found["is_anonymous"] and found["round_id"] is None:
        return _("No round is open: this board takes ideas and votes in rounds.")
    return ""


def _takes_ideas(found: Row) -> bool:
    return bool(found["is_member"] and not refuse_shut(found))


def is_outside(found: Row) -> bool:
    """True where customers read each other."""
    return "customer" in found["audience"]
