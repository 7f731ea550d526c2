from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from balcao.core import clock
from balcao.insights.gap import queries
from balcao.insights.gap.rules import Gap, Subject

from .bearer import Request
from .shapes import REFUSALS, Page

router = Router(tags=["gaps"])


class GapSpan(Schema):
    """The last so many days, today included."""

    days: Annotated[int, Field(ge=1, le=366)] = 90


class GapAsked(Schema):
    """A word or a phrase that `tickets` of all this audience's hold: their share with its interval, and
    how many articles they may read about it, five at most."""

    words: str
    tickets: int
    low: float
    high: float
    articles: int


class GapSought(Schema):
    """What was searched for and not found."""

    words: str
    times: int
    last_on: date


class Lacking(Schema):
    """One audience: how much it asked, may read and searched, and what is missing."""

    audience: str
    tickets: int
    articles: int
    searches: int
    subjects: list[GapAsked]
    in_vain: list[GapSought]


@router.get("/gaps", response={200: Page[Lacking], **REFUSALS})
def list_gaps(request: Request, asked: Query[GapSpan]) -> dict[str, Any]:
    """For each audience, what it asks of one's teams, what it may read of that and what it searches in
    vain; for whoever writes articles."""
    until = clock.today()
    found = queries.gaps(request.actor, until - timedelta(days=asked.days - 1), until)
    return {"items": [_told(one) for one in found], "next": None}


def _told(gap: Gap) -> dict[str, Any]:
    return {
        "audience": gap.readers,
        "tickets": gap.asked,
        "articles": gap.readable,
        "searches": gap.searched,
        "subjects": [_subject(one) for one in gap.subjects],
        "in_vain": [
            {"words": one.words, "times": one.times, "last_on": one.last_on} for one in gap.vain
        ],
    }


def _subject(one: Subject) -> dict[str, Any]:
    low, high = one.share
    return {
        "words": one.words,
        "tickets": one.n,
        "low": low,
        "high": high,
        "articles": one.articles,
    }
