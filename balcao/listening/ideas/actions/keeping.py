"""What those who look after a board do with its ideas: answer, hide, say something."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish

from .. import promises, rules, scope
from ..events import IdeaCommented, IdeaHidden, IdeaMoved, IdeaShown
from ..mailing import mail_backers
from ..models import Board, Change, Comment, Idea
from ..telling import tell_author, tell_backers
from .suggesting import standing

WHY_MOST = 500


@transaction.atomic
def answer(actor: Actor, idea_id: int, state: str, reason: str) -> Change:
    """Say what becomes of an idea and why, to whoever wrote or backed it.

    A decision is the answer that the board promised; that it is under review is none yet.
    """
    idea, board = kept(actor, idea_id)
    known = {rules.State.REVIEW, rules.State.PLANNED, rules.State.DONE, rules.State.DECLINED}
    if state not in known:
        wrong = _("Choose what becomes of the idea.")
        raise Invalid(wrong, {"state": wrong})
    return move(actor, board, idea, state, reason)


def move(actor: Actor, board: Board, idea: Idea, state: str, reason: str) -> Change:
    """An idea goes on to a state, with the reason; its promise is kept by the first decision."""
    said = text.clean(reason).strip()[: rules.WORDS_MOST]
    if not said:
        wrong = _("Say why, in words for whoever had the idea.")
        raise Invalid(wrong, {"reason": wrong})
    now, before = clock.now(), idea.state
    idea.state = state
    if rules.is_answer(state) and idea.answered_at is None:
        idea.answered_at = now
        idea.taken_days = promises.days_taken(board, idea.created_at, now)
        idea.next_at = None
    idea.save(update_fields=["state", "answered_at", "taken_days", "next_at"])
    change = Change.objects.create(
        idea=idea, before=before, after=state, reason=said, by_id=actor.person_id, at=now
    )
    publish(actor, IdeaMoved(idea.pk, before, state, change.pk))
    tell_backers(actor, idea, rules.Told.CHANGED, change.pk)
    mail_backers(actor, board, idea, change)
    return change


@transaction.atomic
def say(actor: Actor, idea_id: int, words: str) -> Comment:
    """Say something about an idea as who looks after its board, under one's name."""
    idea, _board = kept(actor, idea_id)
    said = text.clean(words).strip()[: rules.WORDS_MOST]
    if not said:
        wrong = _("Write something.")
        raise Invalid(wrong, {"words": wrong})
    made = Comment.objects.create(
        idea=idea, author_id=actor.person_id, words=said, is_official=True, created_at=clock.now()
    )
    publish(actor, IdeaCommented(idea.pk, made.pk))
    tell_author(actor, idea, rules.Told.COMMENTED)
    return made


@transaction.atomic
def hide(actor: Actor, idea_id: int, why: str) -> None:
    """Show an idea to nobody but its author, who reads why; nothing is ever deleted."""
    idea = _own(actor, idea_id)
    idea.hidden_why, idea.hidden_at = _why(why), clock.now()
    idea.save(update_fields=["hidden_at", "hidden_why"])
    publish(actor, IdeaHidden(idea.pk))
    tell_author(actor, idea, rules.Told.HIDDEN)


@transaction.atomic
def unhide(actor: Actor, idea_id: int) -> None:
    """Show a hidden idea again."""
    idea = _own(actor, idea_id)
    if idea.hidden_at is not None:
        idea.hidden_why, idea.hidden_at = "", None
        idea.save(update_fields=["hidden_at", "hidden_why"])
        publish(actor, IdeaShown(idea.pk))
        tell_author(actor, idea, rules.Told.SHOWN)


@transaction.atomic
def hide_comment(actor: Actor, comment_id: int, why: str) -> Comment:
    """Show a comment to nobody but its author, with the reason."""
    said = _comment(actor, comment_id)
    said.hidden_why, said.hidden_at = _why(why), clock.now()
    said.save(update_fields=["hidden_at", "hidden_why"])
    publish(actor, IdeaHidden(said.idea_id, said.pk))
    return said


@transaction.atomic
def unhide_comment(actor: Actor, comment_id: int) -> Comment:
    """Show a hidden comment again."""
    said = _comment(actor, comment_id)
    said.hidden_why, said.hidden_at = "", None
    said.save(update_fields=["hidden_at", "hidden_why"])
    publish(actor, IdeaShown(said.idea_id, said.pk))
    return said


def kept(actor: Actor, idea_id: int) -> tuple[Idea, Board]:
    """The idea that stands for this one and its board, held, for who looks after it; else NotFound."""
    idea = standing(idea_id)
    board = scope.kept(actor, idea.board_id)
    return Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk), board


def _own(actor: Actor, idea_id: int) -> Idea:
    """That very idea, also when it is a duplicate."""
    found = Idea.objects.filter(pk=idea_id).first()
    if found is None:
        raise NotFound()
    scope.kept(actor, found.board_id)
    return Idea.objects.select_for_update(of=("self",)).get(pk=idea_id)


def _comment(actor: Actor, comment_id: int) -> Comment:
    found = Comment.objects.select_related("idea").filter(pk=comment_id).first()
    if found is None:
        raise NotFound()
    scope.kept(actor, found.idea.board_id)
    return Comment.objects.select_for_update(of=("self",)).get(pk=comment_id)


def _why(told: str) -> str:
    why = text.one_line(told, WHY_MOST)
    if not why:
        wrong = _("Say why, in words for whoever wrote it.")
        raise Invalid(wrong, {"reason": wrong})
    return why
