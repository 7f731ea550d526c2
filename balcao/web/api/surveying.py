"""Surveys as they are written, published and closed: the pages' actions for machines.

On the router of `surveys`: one address has both its reading and its writing.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.rules import Asked
from balcao.register.teams.queries import teams

from .bearer import Request
from .shapes import REFUSALS, Nothing, Page, Text
from .surveys import Survey, router

__all__ = ["router"]
Name = Annotated[str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=200)]
Words = dict[Literal["pt-br", "en"], Text]
Kind = Literal[
    "nps",
    "csat",
    "ces",
    "enps",
    "scale",
    "choice",
    "multiple",
    "matrix",
    "ranking",
    "text",
    "consent",
]
# The id of no team: the action refuses it as it refuses one that is out of reach.
NONE = 0


class NewSurvey(Schema):
    """A draft; inside it is anonymous unless told otherwise. `team` is for who asks for a team only."""

    name: Name
    purpose: Literal[
        "nps", "csat", "ces", "enps", "climate", "pulse", "post_sale", "internal_service", "custom"
    ]
    side: Literal["external", "internal"]
    is_anonymous: bool | None = None
    team: Text | None = None


class Question(Schema):
    """One question as it is being written; `page` and `position` count from 1."""

    id: int
    key: str
    kind: Kind
    words: dict[str, str]
    help: dict[str, str]
    options: dict[str, Any]
    is_required: bool
    page: int
    position: int


class NewQuestion(Schema):
    """A question at the end: an `item` of the library by its key, or one of one's own."""

    item: Text | None = None
    kind: Kind = "text"
    words: Words = {}
    help: Words = {}
    options: dict[str, Any] = {}
    is_required: bool = False


@router.post("/surveys", response={201: Survey, **REFUSALS})
def add_survey(request: Request, told: NewSurvey) -> Status[Row]:
    """Begin a survey, as a draft; for whoever may ask."""
    actor = _asker(request)
    made = actions.add_survey(
        actor,
        told.name,
        told.purpose,
        told.side,
        is_anonymous=told.is_anonymous,
        team_id=_team(actor, told.team),
    )
    return Status(201, queries.survey(actor, made.pk))


@router.get("/surveys/{int:survey_id}", response={200: Survey, **REFUSALS})
def read_survey(request: Request, survey_id: int) -> Row:
    """One survey that one may change."""
    return queries.survey(request.actor, survey_id)


@router.get("/surveys/{int:survey_id}/questions", response={200: Page[Question], **REFUSALS})
def list_questions(request: Request, survey_id: int) -> dict[str, Any]:
    """The questions as they are being written, in order: never more than a hundred."""
    queries.survey(request.actor, survey_id)
    found = queries.questions(request.actor, survey_id)
    return {"items": [_question(one) for one in found], "next": None}


@router.post("/surveys/{int:survey_id}/questions", response={201: Question, **REFUSALS})
def add_question(request: Request, survey_id: int, told: NewQuestion) -> Status[dict[str, Any]]:
    """Add a question at the end, out of the library or one's own."""
    actor = request.actor
    if told.item is not None:
        made = actions.take_item(actor, survey_id, told.item)
    else:
        made = actions.add_question(
            actor,
            survey_id,
            told.kind,
            words=_words(told.words),
            hint=_words(told.help),
            options=told.options,
            is_required=told.is_required,
        )
    _survey, asked = queries.question(actor, made.pk)
    return Status(201, _question(asked))


@router.post("/surveys/{int:survey_id}/actions/publish", response={200: Survey, **REFUSALS})
def publish_survey(request: Request, survey_id: int, told: Nothing | None = None) -> Row:
    """Send what is written from now on; what is in the way is said by key of question."""
    actions.publish(request.actor, survey_id)
    return queries.survey(request.actor, survey_id)


@router.post("/surveys/{int:survey_id}/actions/close", response={200: Survey, **REFUSALS})
def close_survey(request: Request, survey_id: int, told: Nothing | None = None) -> Row:
    """Ask nobody any more, for good."""
    actions.close(request.actor, survey_id)
    return queries.survey(request.actor, survey_id)


def _asker(request: Request) -> Actor:
    if not queries.may_ask(request.actor):
        raise NotFound()
    return request.actor


def _team(actor: Actor, named: str | None) -> int | None:
    if named is None:
        return None
    told = named.strip().casefold()
    found = [team["id"] for team in teams(actor) if team["name"].casefold() == told]
    return found[0] if found else NONE


def _words(told: Words) -> dict[str, str]:
    return {str(name): said for name, said in told.items()}


def _question(asked: Asked) -> dict[str, Any]:
    names = ("id", "key", "words", "help", "options", "is_required", "page", "position")
    return {**{name: getattr(asked, name) for name in names}, "kind": str(asked.kind)}
