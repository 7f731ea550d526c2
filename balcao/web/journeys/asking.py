"""Who asks for these pages, and what a form of theirs says."""

from __future__ import annotations

from django.http import HttpRequest

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.listening.journeys import queries
from balcao.listening.journeys.rules import SPANS, USUAL
from balcao.listening.surveys.rules import LANGUAGES

from .. import hats
from ..posting import told


def reader(request: HttpRequest) -> Actor:
    """Who asks, as one who may read journeys; NotFound for everybody else."""
    actor = hats.person(request)
    if not queries.may_read(actor):
        raise NotFound()
    return actor


def words(request: HttpRequest, name: str) -> dict[str, str]:
    """Words by language out of the fields `name-pt-br` and `name-en`."""
    return {one: told(request, f"{name}-{one}") for one in LANGUAGES}


def days(request: HttpRequest) -> int:
    """Over how many days the journey is drawn; the usual ones when it is none of those there are."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(span) for span in SPANS} else USUAL
