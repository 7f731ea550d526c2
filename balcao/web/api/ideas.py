from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import Row
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.rules import TITLE_MOST, WORDS_MOST

from .bearer import Request
from .shapes import REFUSALS, Page, Paging

router = Router(tags=["ideas"])
State = Literal["new", "review", "planned", "experiment", "done", "declined"]
Title = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=TITLE_MOST)
]
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=WORDS_MOST)]
Said = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=WORDS_MOST)
]


class Board(Schema):
    """Where an audience suggests and agrees; `round_closes_at` while a round is open.

    The audience is of kinds of relationship, `internal` and `team:ID`.
    """

    id: int
    name: str
    about: str
    audience: list[str]
    is_anonymous: bool
    has_rounds: bool
    answer_days: int
    ideas: int
    round_closes_at: datetime | None
    closed_at: datetime | None
    created_at: datetime


class Idea(Schema):
    """What somebody suggests.

    `votes` is null while a round is open and on anonymous boards, where `votes_from` and `votes_to`
    are the ends of a band once a round has closed, where that may be told.
    """

    id: int
    board: int
    title: str
    words: str
    state: State
    author: str | None
    votes: int | None
    votes_from: int | None
    votes_to: int | None
    voted: bool
    comments: int
    merged_into: int | None
    hidden: str | None
    created_at: datetime
    due_at: datetime
    answered_at: datetime | None
    promised_days: int
    taken_days: int | None


class Comment(Schema):
    """What somebody said about an idea; `official` from who looks after the board."""

    id: int
    words: str
    author: str | None
    official: bool
    hidden: str | None
    created_at: datetime


class ToldIdea(Schema):
    """A suggestion: one line, and more words where they help."""

    title: Title
    words: Words = ""


class ToldVote(Schema):
    """For which idea, and whether one votes for it from now on."""

    idea: int = Field(ge=1, lt=2**63)
    voted: bool


class ToldComment(Schema):
    """Words about an idea."""

    idea: int = Field(ge=1, lt=2**63)
    words: Said


class ToldAnswer(Schema):
    """What becomes of an idea, and why, for whoever had it."""

    state: Literal["review", "planned", "done", "declined"]
    reason: Said


class Kept(Schema):
    """What became of what was written; no id where it waits, sealed, for others'."""

    id: int | None
    waits: bool


class Voted(Schema):
    """Whether one votes for the idea now."""

    voted: bool


class IdeaFilter(Paging):
    """Which ideas, and in which order: while a round is open it is by lot."""

    state: State | None = None
    order: Literal["most", "newest"] = "most"


@router.get("/boards", response={200: Page[Board], **REFUSALS})
def list_boards(request: Request, told: Query[Paging]) -> dict[str, Any]:
    """The boards one sees, newest first."""
    found, following = queries.boards(request.actor, before=_before(told.cursor), limit=told.limit)
    return {
        "items": [_board(one) for one in found],
        "next": None if following is None else str(following),
    }


@router.get("/boards/{int:board_id}/ideas", response={200: Page[Idea], **REFUSALS})
def list_ideas(request: Request, board_id: int, told: Query[IdeaFilter]) -> dict[str, Any]:
    """The ideas of a board; duplicates stand under the one they were merged into."""
    board = queries.board(request.actor, board_id)
    found, following = queries.ideas(
        request.actor,
        board,
        order=told.order,
        state=told.state or "",
        cursor=told.cursor,
        limit=told.limit,
    )
    return {"items": [_idea(one) for one in found], "next": following}


@router.post("/boards/{int:board_id}/ideas", response={201: Kept, **REFUSALS})
def add_idea(request: Request, board_id: int, told: ToldIdea) -> Status[Any]:
    """Suggest something. On an anonymous board it waits, sealed, until enough people have written."""
    return Status(201, actions.suggest(request.actor, board_id, told.title, told.words)._asdict())


@router.get("/ideas/{int:idea_id}", response={200: Idea, **REFUSALS})
def get_idea(request: Request, idea_id: int) -> dict[str, Any]:
    """One idea."""
    _board, found = queries.idea(request.actor, idea_id)
    return _idea(found)


@router.get("/ideas/{int:idea_id}/comments", response={200: Page[Comment], **REFUSALS})
def list_comments(request: Request, idea_id: int, told: Query[Paging]) -> dict[str, Any]:
    """What was said about an idea and its duplicates, oldest first."""
    board, found = queries.idea(request.actor, idea_id)
    after = _before(told.cursor) or 0
    said = queries.comments(request.actor, board, [found["id"]])[found["id"]]
    behind = [one for one in said if one["id"] > after]
    shown = behind[: told.limit]
    return {
        "items": [_comment(one) for one in shown],
        "next": str(shown[-1]["id"]) if len(behind) > told.limit else None,
    }


@router.post("/boards/{int:board_id}/votes", response={200: Voted, **REFUSALS})
def vote(request: Request, board_id: int, told: ToldVote) -> dict[str, Any]:
    """Vote for an idea of a board, or take the vote back; the address doesn't say which idea."""
    _require_on(request, board_id, told.idea)
    return {"voted": actions.vote(request.actor, told.idea, told.voted)}


@router.post("/boards/{int:board_id}/comments", response={201: Kept, **REFUSALS})
def add_comment(request: Request, board_id: int, told: ToldComment) -> Status[Any]:
    """Say something about an idea of a board. On an anonymous one it waits, sealed, like an idea."""
    _require_on(request, board_id, told.idea)
    return Status(201, actions.comment(request.actor, told.idea, told.words)._asdict())


@router.post("/ideas/{int:idea_id}/answer", response={200: Idea, **REFUSALS})
def answer(request: Request, idea_id: int, told: ToldAnswer) -> dict[str, Any]:
    """Say what becomes of an idea, for who looks after its board; whoever backed it is told."""
    queries.idea(request.actor, idea_id)
    actions.answer(request.actor, idea_id, told.state, told.reason)
    _board, found = queries.idea(request.actor, idea_id)
    return _idea(found)


def _require_on(request: Request, board_id: int, idea_id: int) -> None:
    board, _idea = queries.idea(request.actor, idea_id)
    if board["id"] != board_id:
        raise NotFound()


def _board(found: Row) -> dict[str, Any]:
    return {**found, "round_closes_at": found["closes_at"]}


def _idea(found: Row) -> dict[str, Any]:
    return {
        **found,
        "board": found["board_id"],
        "author": found["called"] or None,
        "votes_from": found["fewest"],
        "votes_to": found["most"],
        "voted": found["mine"],
        "merged_into": found["root_id"],
        "hidden": found["hidden_why"] if found["hidden_at"] else None,
    }


def _comment(found: Row) -> dict[str, Any]:
    return {
        **found,
        "author": found["called"] or None,
        "official": found["is_official"],
        "hidden": found["hidden_why"] if found["hidden_at"] else None,
    }


def _before(cursor: str) -> int | None:
    """The id in a cursor, None at the beginning; Invalid for a foreign one."""
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Invalid(_("This cursor is not one of ours."))
    return int(cursor)
