from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, StringConstraints

from balcao.core import text
from balcao.core.sql import Row
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.rules import BODY_MOST, SUMMARY_MOST, TITLE_MOST

from .bearer import Request
from .shapes import REFUSALS, Page, Paging, Problem

router = Router(tags=["knowledge"])
Language = Literal["pt-br", "en"]
Title = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=TITLE_MOST)
]
Summary = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=SUMMARY_MOST)]
Markdown = Annotated[
    str, AfterValidator(text.clean), StringConstraints(min_length=1, max_length=BODY_MOST)
]
Words = Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=200)]


class Line(Schema):
    """An article in a list; `snippet` where words were searched for."""

    slug: str
    title: str
    summary: str
    language: Language
    snippet: str | None
    updated_at: datetime | None


class Related(Schema):
    """Another article worth reading."""

    slug: str
    title: str


class Article(Schema):
    """An article as far as this token's person reads it: `html` holds those parts alone."""

    slug: str
    title: str
    summary: str
    language: Language
    languages: list[Language]
    html: str
    freshness: Literal["fresh", "due", "expired"]
    reviewed_on: date | None
    expires_on: date | None
    reading_minutes: int
    updated_at: datetime
    related: list[Related]


class Draft(Schema):
    """An article as its writers have it: its newest version, which readers may not have yet."""

    id: int
    slug: str
    title: str
    state: Literal["draft", "review", "published", "withdrawn"]
    version: int
    audience: list[str]


class ToldArticle(Schema):
    """A new article of a team, kept as a draft. Audiences are `public`, `internal`, kinds of
    relationship and `team:ID`."""

    team: int = Field(ge=1, lt=2**63)
    title: Title
    body: Markdown
    summary: Summary = ""
    language: Language = "pt-br"
    audience: list[Annotated[str, StringConstraints(max_length=24)]] = ["internal"]


class ToldVersion(Schema):
    """A new version, written upon the one of number `seen`; `publish` where one may."""

    title: Title
    body: Markdown
    summary: Summary = ""
    language: Language | None = None
    seen: int | None = Field(default=None, ge=0, lt=2**31)
    publish: bool = False


class Sought(Paging):
    """Words to search for, or the category whose articles are listed."""

    q: Words = ""
    category: Annotated[str, AfterValidator(text.clean), StringConstraints(max_length=80)] = ""
    language: Language | None = None


@router.get("/articles", response={200: Page[Line], **REFUSALS})
def list_articles(request: Request, told: Query[Sought]) -> dict[str, Any]:
    """Articles one reads: those with the words asked for, best first, or all, latest first."""
    spoken = told.language or ""
    if told.q.strip():
        found = queries.search(
            request.actor, told.q, limit=min(told.limit, 50), where="api", language=spoken
        )
        return {"items": [_line(one) for one in found], "next": None}
    found, following = queries.articles(
        request.actor,
        category=told.category or None,
        language=spoken,
        cursor=told.cursor or None,
        limit=told.limit,
    )
    return {"items": [_line(one) for one in found], "next": following}


@router.get("/articles/{slug:article_slug}", response={200: Article, 410: Problem, **REFUSALS})
def get_article(request: Request, article_slug: str, language: Language | None = None) -> Row:
    """One article; 410 when it was withdrawn from its readers."""
    return queries.article(request.actor, article_slug, language or "")


@router.post("/articles", response={201: Draft, **REFUSALS})
def begin_article(request: Request, told: ToldArticle) -> Any:
    """Begin an article of one's team, as a draft."""
    made = actions.begin(
        request.actor,
        told.team,
        told.title,
        told.body,
        summary=told.summary,
        language=told.language,
        audience=told.audience,
    )
    return Status(201, _draft(queries.draft(request.actor, made.pk)))


@router.patch("/articles/{slug:article_slug}", response={200: Draft, **REFUSALS})
def write_article(request: Request, article_slug: str, told: ToldVersion) -> dict[str, Any]:
    """Keep a new version of an article of one's team; give it to its readers where that is asked."""
    actor = request.actor
    article_id = queries.numbered(actor, article_slug)
    with transaction.atomic():  # a version that may not be published is not kept either
        actions.write(
            actor,
            article_id,
            told.title,
            told.body,
            summary=told.summary,
            language=told.language,
            seen=told.seen,
        )
        if told.publish:
            actions.publish(actor, article_id, language=told.language)
    return _draft(queries.draft(actor, article_id))


def _line(found: Row) -> dict[str, Any]:
    return {"snippet": None, "updated_at": None, **found}


def _draft(found: Row) -> dict[str, Any]:
    return {
        "id": found["id"],
        "slug": found["slug"],
        "title": found["title"],
        "state": found["state"],
        "version": found["number"],
        "audience": found["audience"],
    }
