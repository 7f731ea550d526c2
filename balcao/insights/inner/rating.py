"""How colleagues rate the areas they asked, by surveys that ask them once it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import Row, rows
from balcao.listening.results import queries as results
from balcao.listening.results.rules import SERVED, Cut, Hidden, Reason, Score
from balcao.listening.surveys.rules import Asked, Purpose, Side
from balcao.service.between import queries as between

FEWEST, MOST = 10, 3
Told = Score | Hidden | None
Days = tuple[date | None, date | None]
# Asked after something was resolved, a survey knows whom it is about: the ticket's team.
_ABOUT_TICKETS = """
SELECT DISTINCT o.survey_id FROM asking_occasion o
WHERE o."when" = 'resolved' AND o.survey_id = ANY(%(surveys)s::bigint[])
"""


class Group(NamedTuple):
    """What is told of one area, by the id and the name it has in results."""

    value: str
    label: str
    told: Told


class Pair(NamedTuple):
    """What who asked says of the area that answered, each by its id in results and its name."""

    area: str
    area_name: str
    asker: str
    asker_name: str
    told: Score | Hidden


@dataclass(frozen=True, slots=True)
class Rated:
    """One survey of service between areas: by the area that was asked, and by the one that asked.

    An anonymous one tells its last `round` that closed, `pairs` included, in the order of names;
    of one that is not there too few answered. `round` is None under names, where days count, and nothing is crossed.
    """

    survey_id: int
    name: str
    question: Asked
    everybody: Told
    areas: list[Group]
    askers: list[Group]
    round: Row | None = None
    pairs: list[Pair] = field(default_factory=list)


def ratings(actor: Actor, since: date, until: date) -> list[Rated]:
    """What was answered about requests between areas, as far as results may be told: under names in
    these days, of anonymous surveys in the last round that closed.

    The gate of results decides, and who reads which group; under names too few answers tell nothing
    either. The latest surveys alone; Forbidden as for the report of waits.
    """
    if not between.may_read(actor):
        raise Forbidden()
    known = [
        one
        for one in results.readable(actor)
        if one["purpose"] == Purpose.INTERNAL_SERVICE
        and one["side"] == Side.INTERNAL
        and one["question"] is not None
    ]
    told = rows(_ABOUT_TICKETS, {"surveys": [one["id"] for one in known]}) if known else []
    about_tickets = {line["survey_id"] for line in told}
    latest = [one for one in known if one["id"] in about_tickets][:MOST]
    return [_rated(actor, one, since, until) for one in latest]


def _rated(actor: Actor, one: Row, since: date, until: date) -> Rated:
    survey_id, asked = one["id"], one["question"]
    days = (None, None) if one["is_anonymous"] else (since, until)
    cuts = results.survey(actor, survey_id)["cuts"]
    is_whole = one["scope"].is_whole
    return Rated(
        survey_id,
        one["name"],
        asked,
        _enough(results.headline(actor, survey_id, since=days[0], until=days[1])),
        _groups(actor, survey_id, asked, Cut.TEAM, days) if Cut.TEAM in cuts else [],
        _groups(actor, survey_id, asked, Cut.DEPARTMENT, days)
        if is_whole and Cut.DEPARTMENT in cuts
        else [],
        one["wave"] if one["is_anonymous"] else None,
        _pairs(actor, survey_id, asked) if one["is_anonymous"] else [],
    )


def _groups(actor: Actor, survey_id: int, asked: Asked, cut: Cut, days: Days) -> list[Group]:
    found = results.by_group(actor, survey_id, asked.id, cut, since=days[0], until=days[1])
    return [Group(value, label, _enough(told)) for value, label, told in found]


def _pairs(actor: Actor, survey_id: int, asked: Asked) -> list[Pair]:
    found = results.crossed(actor, survey_id, asked.id, *SERVED)
    return [Pair(*one) for one in found]


def _enough(told: Told) -> Told:
    """A score under names needs as many answers as any share here; a sealed one was looked at."""
    if isinstance(told, Score) and told.n is not None and told.n < FEWEST:
        return Hidden(Reason.TOO_FEW)
    return told
