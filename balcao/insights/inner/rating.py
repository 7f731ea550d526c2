"""How colleagues rate the areas they asked, by surveys that ask them once it is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden
from balcao.core.sql import rows
from balcao.listening.results import queries as results
from balcao.listening.results.rules import Cut, Hidden, Reason, Score
from balcao.listening.surveys.rules import Asked, Purpose, Side
from balcao.service.between import queries as between

FEWEST, MOST = 10, 3
Told = Score | Hidden | None
# Asked after something was resolved, a survey knows whom it is about: the ticket's team.
_ABOUT_TICKETS = """
SELECT DISTINCT o.survey_id FROM asking_occasion o
WHERE o."when" = 'resolved' AND o.survey_id = ANY(%(surveys)s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Rated:
    """One survey of service between areas: by the area that was asked, and by the one that asked."""

    survey_id: int
    name: str
    question: Asked
    everybody: Told
    areas: list[tuple[str, Told]]
    askers: list[tuple[str, Told]]


def ratings(actor: Actor, since: date, until: date) -> list[Rated]:
    """What was answered in these days about requests between areas, as far as results may be told.

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
    return [
        Rated(
            one["id"],
            one["name"],
            one["question"],
            _enough(results.headline(actor, one["id"], since=since, until=until)),
            _groups(actor, one["id"], one["question"], Cut.TEAM, since, until),
            _groups(actor, one["id"], one["question"], Cut.DEPARTMENT, since, until)
            if one["scope"].is_whole
            else [],
        )
        for one in latest
    ]


def _groups(
    actor: Actor, survey_id: int, asked: Asked, cut: Cut, since: date, until: date
) -> list[tuple[str, Told]]:
    if cut not in results.survey(actor, survey_id)["cuts"]:
        return []
    found = results.by_group(actor, survey_id, asked.id, cut, since=since, until=until)
    return [(label, _enough(told)) for _value, label, told in found]


def _enough(told: Told) -> Told:
    """A score under names needs as many answers as any share here; a sealed one was looked at."""
    if isinstance(told, Score) and told.n is not None and told.n < FEWEST:
        return Hidden(Reason.TOO_FEW)
    return told
