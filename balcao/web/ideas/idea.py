from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.listening.ideas import queries
from balcao.listening.ideas.rules import STATES, State
from balcao.listening.results import queries as results

from ..components import scores
from . import words
from .asking import reader, show
from .board import inline, may_vote, shown

_ANSWERS = (State.REVIEW, State.PLANNED, State.DONE, State.DECLINED)


@require_safe
def idea(request: HttpRequest, idea_id: int) -> HttpResponse:
    """One idea with all that is known of it; a duplicate leads to the idea that stands for it.

    Of an anonymous board only who looks after it opens a page for one idea.
    """
    actor = reader(request)
    board, found = queries.idea(actor, idea_id)
    if found["root_id"] is not None and not board["is_kept"]:
        return HttpResponseRedirect(reverse("ideas:idea", args=[found["root_id"]]))
    if board["is_anonymous"] and not board["is_kept"]:
        return HttpResponseRedirect(f"{reverse('ideas:board', args=[board['id']])}#idea-{idea_id}")
    return show(request, "ideas/idea.html", idea_context(actor, board, found))


def idea_context(actor: Actor, board: Row, found: Row) -> dict[str, Any]:
    """What the page of an idea shows to this reader."""
    told = inline(actor, board, [found["id"]])
    open_trials = [one for one in told["experiments"][found["id"]] if one["decided_at"] is None]
    return {
        "board": board,
        "idea": shown(board, found),
        "for_whom": words.audience(board),
        "state": words.state,
        "may_vote": may_vote(board) and found["root_id"] is None and not board["is_anonymous"],
        "may_comment": board["is_member"] and board["closed_at"] is None,
        "answers": [(str(one), dict(STATES)[one]) for one in _ANSWERS],
        "others": _others(actor, board, found) if board["is_kept"] else [],
        "measures": _measures(actor) if board["is_kept"] else [],
        "decisions": list(words.DECISION.items()),
        "trial": open_trials[0] if open_trials else None,
        "first_day": clock.today().isoformat(),
        "last_day": (clock.today() + timedelta(days=30)).isoformat(),
        **told,
    }


def _others(actor: Actor, board: Row, found: Row) -> list[tuple[int, str]]:
    """What this idea may be merged into: what is alike first, then the newest."""
    alike = queries.similar(actor, board, f"{found['title']} {found['words']}")
    newest, _following = queries.ideas(actor, board, order="newest", limit=200)
    named = {one["id"]: one["title"] for one in [*alike, *newest]}
    return [
        (idea_id, title) for idea_id, title in named.items() if idea_id != found["id"] and title
    ]


def _measures(actor: Actor) -> list[tuple[int, str]]:
    """Questions that may measure an experiment: the ones by which readable surveys are known."""
    return [
        (one["question"].id, f"{one['name']}: {scores.spoken(one['question'].words)}")
        for one in results.readable(actor)
        if one["question"] is not None
    ]
