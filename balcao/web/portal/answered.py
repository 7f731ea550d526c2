"""What came out: the rounds in which one was asked, with everybody's number as far as it may be told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import Score

from .. import hats
from ..components import scored, scores
from .shell import show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The closed rounds in which one was asked under this hat, the last first."""
    actor = hats.client(request)
    context = {"here": "answered", "rounds": [_shown(one) for one in queries.own(actor)]}
    return show(request, "portal/answered.html", context)


def _shown(one: Row) -> dict[str, Any]:
    """A round as a respondent reads it: what was asked, never what the company calls the survey."""
    asked, told = one["question"], one["told"]
    is_told = isinstance(told, Score)
    return {
        "words": scores.spoken(asked.words) if asked else "",
        "is_anonymous": one["is_anonymous"],
        "has_answered": one["has_answered"],
        "closes_on": one["closes_on"],
        "measure": scores.MEASURES[told.measure] if isinstance(told, Score) else "",
        "value": scores.head(told),
        "is_range": is_told and told.value is None,
        "between": scores.between(told) if is_told and told.value is not None else "",
        "of": scores.of(told) if is_told else "",
        "whisker": scored.drawn(asked, told) if asked else None,
        "parts": scored.distribution(asked, told) if asked else [],
        "why": "" if is_told else scores.said(told),
    }
