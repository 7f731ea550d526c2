from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.actions import publish
from balcao.listening.answers import names
from balcao.listening.answers.rules import Names, masked
from balcao.register.access.actions import spend

from .. import promises, rules, scope
from ..events import IdeaCommented, IdeaSuggested
from ..models import Board, Comment, Idea, Round
from ..telling import tell_author, tell_keepers
from .sealing import hand_in

A_DAY = 86_400
_IDEAS_A_DAY, _COMMENTS_A_DAY = 20, 100
_NO_NAMES = Names(frozenset(), frozenset())


class Kept(NamedTuple):
    """What became of what somebody wrote; no id while it waits, sealed, for others'."""

    id: int | None
    waits: bool


@transaction.atomic
def suggest(actor: Actor, board_id: int, title: str, words: str = "") -> Kept:
    """Suggest something on a board that one takes part in.

    On an anonymous one it waits, sealed, until enough other people have written; then all appear
    together, and who wrote which is nowhere.
    """
    board = taking(actor, board_id)
    title, words = worded(board, title, words)
    if board.is_anonymous:
        hand_in(actor, board, rules.Contribution(title, words, None))
        return Kept(None, True)
    spend("idea", str(actor.me), limit=_IDEAS_A_DAY, seconds=A_DAY)
    idea = place(board, title, words, author_id=actor.me)
    publish(actor, IdeaSuggested(idea.pk, board.pk))
    tell_keepers(actor, board, idea, rules.Told.ARRIVED)
    return Kept(idea.pk, False)


@transaction.atomic
def comment(actor: Actor, idea_id: int, words: str) -> Kept:
    """Say something about an idea; on an anonymous board it waits, sealed, like an idea."""
    idea = standing(idea_id)
    board = taking(actor, idea.board_id, needs_round=False)
    if idea.hidden_at is not None:
        raise NotFound()
    said = _shown(board, words)[: rules.WORDS_MOST]
    if not said:
        wrong = _("Write something.")
        raise Invalid(wrong, {"words": wrong})
    if board.is_anonymous:
        hand_in(actor, board, rules.Contribution("", said, idea.pk))
        return Kept(None, True)
    spend("idea_comment", str(actor.me), limit=_COMMENTS_A_DAY, seconds=A_DAY)
    made = Comment.objects.create(idea=idea, author_id=actor.me, words=said, created_at=clock.now())
    publish(actor, IdeaCommented(idea.pk, made.pk))
    tell_author(actor, idea, rules.Told.COMMENTED)
    return Kept(made.pk, False)


def place(
    board: Board,
    title: str,
    words: str,
    *,
    author_id: int | None,
    ticket_id: int | None = None,
) -> Idea:
    """An idea on its board, from now on under the board's promise."""
    now = clock.now()
    ends = promises.deadline(board, now)
    made = Idea.objects.create(
        board=board,
        author_id=author_id,
        title=title,
        words=words,
        stems=rules.stems(f"{title} {words}"),
        created_at=now,
        due_at=ends.due_at,
        promised_days=board.answer_days,
        next_at=min(ends.warn_at, ends.due_at),
        origin_ticket_id=ticket_id,
    )
    promises.DEADLINES.expect([made.next_at])
    return made


def taking(actor: Actor, board_id: int, *, needs_round: bool = True) -> Board:
    """A board that takes what this person writes now; else the reason, in words."""
    board = scope.shared(actor, board_id)
    if board.closed_at is not None:
        raise Forbidden(_("This board is closed: it takes nothing more."))
    if needs_round and board.has_rounds and not board.is_anonymous and not open_round(board):
        raise Conflict(NO_ROUND)
    if board.is_anonymous and scope.people_in(board) < rules.LEAST_PEOPLE:
        raise Forbidden(TOO_SMALL)
    return board


def open_round(board: Board) -> Round | None:
    """The round in which a board takes votes now."""
    return board.rounds.filter(closed_at=None, closes_at__gt=clock.now()).first()


def standing(idea_id: int) -> Idea:
    """The idea that stands for this one: itself, or what it was merged into. NotFound for none."""
    found = Idea.objects.filter(pk=idea_id).select_related("root").first()
    if found is None:
        raise NotFound()
    return found.root or found


def worded(board: Board, title: str, words: str) -> tuple[str, str]:
    """A title and words as they may stand on a board; Invalid where there is none or too much."""
    headed = text.one_line(_shown(board, title), rules.TITLE_MOST)
    if not headed:
        wrong = _("Say in one line what you suggest.")
        raise Invalid(wrong, {"title": wrong})
    if len(words) > rules.WORDS_MOST:
        wrong = _("Use fewer words: 4,000 letters at most.")
        raise Invalid(wrong, {"words": wrong})
    return headed, _shown(board, words)


def _shown(board: Board, words: str) -> str:
    """Without names, addresses and numbers where nobody is known; without the latter two where
    customers read each other."""
    bare = text.clean(words).replace("\r\n", "\n").strip()
    if board.is_anonymous:
        return masked(bare, names.known())
    return masked(bare, _NO_NAMES) if scope.is_outside(board.audience) else bare


NO_ROUND = _("No round is open: this board takes ideas and votes in rounds.")
TOO_SMALL = _(
    "Fewer than ten people see this board: nobody would be protected here, so nothing is taken."
)
