from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row
from balcao.inside.announcements import actions, queries
from balcao.inside.announcements.rules import BODY_MOST, TITLE_MOST, Question

from .bearer import Request
from .shapes import REFUSALS, Nothing, Page, Paging, Text

router = Router(tags=["announcements"])
Language = Literal["pt-br", "en"]
Title = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=TITLE_MOST)]
Body = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=BODY_MOST)]
Titles = dict[Language, Title]
Bodies = dict[Language, Body]
Words = Annotated[Text, StringConstraints(max_length=64)]


class AnnouncementQuestion(Schema):
    """A question about an announcement, in each language; which choice is right is not told."""

    asked: Titles
    choices: list[Titles]


class Announcement(Schema):
    """What one is told. `confirmed_at` and `read` are the asker's own; bodies are Markdown."""

    id: int
    team: str | None
    titles: Titles
    bodies: Bodies
    edition: int
    needs_confirmation: bool
    question: AnnouncementQuestion | None
    read: bool
    confirmed_at: datetime | None
    published_at: datetime | None
    changed_at: datetime | None
    expires_at: datetime | None


class AnnouncementFilter(Paging):
    """What is told now, or what is over."""

    past: bool = False


class Confirmed(Schema):
    """Which edition was read, and the place of the choice where something is asked."""

    edition: int = Field(ge=1, lt=2**31)
    choice: int | None = Field(None, ge=0, lt=100)


class Confirmation(Schema):
    """Whether it is confirmed now; not after a wrong answer, which may be given again."""

    confirmed: bool


class Asking(AnnouncementQuestion):
    """A question with the place of its one right choice; none where every answer is taken."""

    right: int | None = Field(None, ge=0, lt=100)


class ToldAnnouncement(Schema):
    """The words of an announcement, and maybe a question about them."""

    titles: Titles
    bodies: Bodies
    question: Asking | None = None


class NewAnnouncement(ToldAnnouncement):
    """A draft: for whom, in whose name (a team's, else the company's), and what is asked of readers."""

    audience: list[Words] = Field(max_length=200)
    team: Words | None = None
    needs_confirmation: bool = False
    mailed: bool = False
    mailed_to_customers: bool = False
    remind_days: int = 0
    expires_at: datetime | None = None


class Revision(ToldAnnouncement):
    """A new edition; whether those who confirmed are asked again."""

    asks_again: bool


class Publication(Schema):
    """From when on it is read; now where nothing is said."""

    at: datetime | None = None


class KeptAnnouncement(Schema):
    """An announcement one looks after, and where it stands."""

    id: int
    state: Literal["draft", "scheduled", "published", "withdrawn"]


class ReachGroup(Schema):
    """A department; without a name all those that can't stand alone."""

    department: str | None
    told: int
    read: int
    confirmed: int


class Reach(Schema):
    """How many are told today (null: everybody), have read and confirmed; what can't be told is null."""

    told: int | None
    told_when_published: int | None
    read: int | None
    confirmed: int
    answered: int | None
    right_at_first: int | None
    departments: list[ReachGroup]


@router.get("/announcements", response={200: Page[Announcement], **REFUSALS})
def list_announcements(request: Request, told: Query[AnnouncementFilter]) -> dict[str, Any]:
    """What one is told, newest first."""
    found, following = queries.announcements(
        request.actor, past=told.past, cursor=told.cursor, limit=told.limit
    )
    return {"items": [_announcement(one) for one in found], "next": following}


@router.post("/announcements", response={201: KeptAnnouncement, **REFUSALS})
def add_announcement(request: Request, told: NewAnnouncement) -> Status[Any]:
    """Write a draft, for who may announce; nobody else reads it yet."""
    made = actions.write(
        request.actor,
        _content(told),
        told.audience,
        team_id=_team(request.actor, told.team),
        needs_confirmation=told.needs_confirmation,
        is_mailed=told.mailed,
        mails_customers=told.mailed_to_customers,
        remind_days=told.remind_days,
        expires_at=_aware(told.expires_at),
    )
    return Status(201, {"id": made.pk, "state": made.state})


@router.get("/announcements/{int:announcement_id}", response={200: Announcement, **REFUSALS})
def get_announcement(request: Request, announcement_id: int) -> dict[str, Any]:
    """One announcement; a machine that fetches it has not read it for its person."""
    return _announcement(queries.announcement(request.actor, announcement_id))


@router.get("/announcements/{int:announcement_id}/reach", response={200: Reach, **REFUSALS})
def get_reach(request: Request, announcement_id: int) -> dict[str, Any]:
    """How far it came, for who looks after it; small groups stand together."""
    found = queries.reach(request.actor, announcement_id)
    return {
        "told": found.asked,
        "told_when_published": found.recipients,
        "read": None if found.is_small else found.read,
        "confirmed": found.confirmed,
        "answered": found.answered,
        "right_at_first": found.right,
        "departments": [
            {
                "department": one.name or None,
                "told": one.asked,
                "read": one.read,
                "confirmed": one.confirmed,
            }
            for one in found.groups
        ],
    }


@router.post(
    "/announcements/{int:announcement_id}/actions/confirm",
    response={200: Confirmation, **REFUSALS},
)
def confirm(request: Request, announcement_id: int, told: Confirmed) -> dict[str, Any]:
    """Confirm that one has read and understood an edition, with the answer where one is asked."""
    done = actions.confirm(request.actor, announcement_id, edition=told.edition, choice=told.choice)
    return {"confirmed": done}


@router.post(
    "/announcements/{int:announcement_id}/actions/publish",
    response={200: KeptAnnouncement, **REFUSALS},
)
def publish(request: Request, announcement_id: int, told: Publication) -> dict[str, Any]:
    """Let the audience read a draft, now or from an instant on."""
    made = actions.publish(request.actor, announcement_id, at=_aware(told.at))
    return {"id": made.pk, "state": made.state}


@router.post(
    "/announcements/{int:announcement_id}/actions/revise",
    response={200: KeptAnnouncement, **REFUSALS},
)
def revise(request: Request, announcement_id: int, told: Revision) -> dict[str, Any]:
    """Publish a new edition in place of the one that is read."""
    made = actions.revise(
        request.actor, announcement_id, _content(told), asks_again=told.asks_again
    )
    return {"id": made.pk, "state": made.state}


@router.post(
    "/announcements/{int:announcement_id}/actions/withdraw",
    response={200: KeptAnnouncement, **REFUSALS},
)
def withdraw(request: Request, announcement_id: int, told: Nothing) -> dict[str, Any]:
    """Take it back from its readers."""
    actions.withdraw(request.actor, announcement_id)
    found = queries.draft(request.actor, announcement_id)
    return {"id": found["id"], "state": found["state"]}


def _announcement(found: Row) -> dict[str, Any]:
    return {**found, "read": found["is_read"], "team": found["team"] or None}


def _content(told: ToldAnnouncement) -> actions.Content:
    asked = told.question
    question = None
    if asked is not None:
        choices = tuple(_plain(choice) for choice in asked.choices)
        question = Question(_plain(asked.asked), choices, asked.right)
    return actions.Content(_plain(told.titles), _plain(told.bodies), question)


def _plain(words: Mapping[Language, str]) -> dict[str, str]:
    return {str(language): said for language, said in words.items()}


def _team(actor: Actor, name: str | None) -> int | None:
    if name is None:
        return None
    found = [team["id"] for team in queries.writable_teams(actor) if team["name"] == name]
    if not found:
        wrong = _("This team is unknown.")
        raise Invalid(wrong, {"team": wrong})
    return int(found[0])


def _aware(instant: datetime | None) -> datetime | None:
    if instant is not None and instant.tzinfo is None:
        wrong = _("Say an instant with its zone.")
        raise Invalid(wrong, {"at": wrong})
    return instant
