from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.listening.results import queries as results
from balcao.listening.themes.rules import Hidden, Share

from .. import rules
from ..rules import USUAL, Linked
from .keeping import questions_by_stage, stage_read

MOST = 3


def themes(actor: Actor, stage_id: int, *, days: int = USUAL) -> list[tuple[Linked, list[Share]]]:
    """What those wrote about who answered the surveys that tell of a stage: survey by survey (and
    group), the three largest themes of these days that may be told.

    NotFound for a stage of a journey one may not read.
    """
    around = stage_read(actor, stage_id)
    during = rules.period(days, clock.today())
    chosen: dict[tuple[int, str, str], Linked] = {}
    for one in questions_by_stage(actor, around["journey_id"]).get(stage_id, []):
        if one.is_readable and one.is_sent:
            chosen.setdefault((one.survey_id, one.cut, one.value), one)
    found = []
    for (survey, cut, value), one in chosen.items():
        told = results.themes(
            actor, survey, since=during.since, until=during.until, cut=cut, value=value
        )
        spoken = [
            share for share in told if not isinstance(share.told, Hidden) and share.found != 0
        ]
        if spoken:
            found.append((one, spoken[:MOST]))
    return found
