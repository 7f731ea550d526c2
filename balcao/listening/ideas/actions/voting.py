from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.listening.answers import keys

from .. import rules, slips
from ..events import IdeaVoted, IdeaVoteTaken, VoteInRound
from ..models import Board, Idea, Round, Vote
from .suggesting import NO_ROUND, open_round, standing, taking

_OF_GROUP = (
    "(idea_id = %(idea)s OR idea_id IN (SELECT id FROM ideas_idea WHERE root_id = %(idea)s))"
)


@transaction.atomic
def vote(actor: Actor, idea_id: int, wants: bool | None = None) -> bool:
    """Vote for an idea or take the vote back, as wanted, else whichever is the other; True when it
    is voted for now. One a person: a vote for a duplicate is one for the idea that stands for it.
    """
    idea = standing(idea_id)
    board = taking(actor, idea.board_id, needs_round=False)
    if idea.hidden_at is not None:
        raise NotFound()
    if idea.state in rules.ENDED:
        raise Forbidden(_("This idea has been settled: it takes no more votes."))
    current = open_round(board) if board.has_rounds else None
    if board.has_rounds and current is None:
        raise Conflict(NO_ROUND)
    if board.is_anonymous:
        assert current is not None
        return _sealed(actor, current, idea, wants)
    return _named(actor, board, idea, wants)


def _named(actor: Actor, board: Board, idea: Idea, wants: bool | None) -> bool:
    # One person at a time at one idea, so that two clicks end as two and not as one.
    run("SELECT pg_advisory_xact_lock(%(idea)s::int, %(me)s::int)", _lock(idea, actor))
    told = {"idea": idea.pk, "me": actor.me}
    taken = run(f"DELETE FROM ideas_vote WHERE person_id = %(me)s AND {_OF_GROUP}", told)
    votes = not taken if wants is None else wants
    if votes:
        Vote.objects.create(idea=idea, person_id=actor.me)
    if votes != bool(taken):
        publish(actor, _fact(board, idea, votes))
    return votes


def _lock(idea: Idea, actor: Actor) -> dict[str, int]:
    return {"idea": idea.pk % 2**31, "me": actor.me % 2**31}


def _fact(board: Board, idea: Idea, votes: bool) -> VoteInRound | IdeaVoted | IdeaVoteTaken:
    """While nobody may know counts, history doesn't say for what somebody voted either."""
    if board.has_rounds:
        return VoteInRound(board.pk)
    return IdeaVoted(idea.pk) if votes else IdeaVoteTaken(idea.pk)


def _sealed(actor: Actor, current: Round, idea: Idea, wants: bool | None) -> bool:
    secret = keys.opener(bytes(current.public or b""))
    if secret is None:
        raise Conflict(_("Votes of this round can't be kept safe any more, so none is taken."))
    try:
        return slips.change(current.pk, secret, actor.me, idea.pk, wants)
    except ValueError:
        raise Invalid(_("You vote for so many ideas already: take one back first.")) from None
