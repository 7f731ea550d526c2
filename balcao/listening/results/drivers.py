"""What goes with the overall score of each survey, worked out beforehand: pages only read it.

An identified survey is looked at once a day, over its newest answers of twelve months; a round of an
anonymous one once, as a whole, when the gate has looked at it, and never by group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import row, rows
from balcao.listening.answers.models import Ballot
from balcao.listening.asking.models import Wave
from balcao.listening.surveys.rules import of_content

from .facts import PLACED
from .models import Driver, DriverSet
from .rules.driving import Driven, coarse, driven

DAYS = 365
MOST_ANSWERS = 5_000
_NAMED = """
SELECT s.id FROM surveys_survey s WHERE NOT s.is_anonymous AND EXISTS (
    SELECT FROM answers_answer a WHERE a.survey_id = s.id AND a.answered_at >= %(from)s
) ORDER BY s.id
"""
_UNSEEN = """
SELECT r.wave_id FROM results_released r
WHERE NOT EXISTS (SELECT FROM results_driverset d WHERE d.wave_id = r.wave_id)
ORDER BY r.wave_id
"""
_VERSION = """
SELECT v.content FROM surveys_version v
WHERE v.survey_id = %(survey)s AND v.published_at IS NOT NULL ORDER BY v.number DESC LIMIT 1
"""
_ANSWERS = f"""
SELECT p.values FROM (
    {PLACED} WHERE a.survey_id = %(survey)s AND a.answered_at >= %(from)s
    ORDER BY a.answered_at DESC, a.id DESC LIMIT %(limit)s
) p WHERE NOT p.is_apart
"""


def work_out_due() -> int:
    """Work out every identified survey that was answered lately, and rounds not looked at yet; how many."""
    surveys = [one["id"] for one in rows(_NAMED, {"from": _since()})]
    waves = [one["wave_id"] for one in rows(_UNSEEN)]
    for survey_id in surveys:
        of_survey(survey_id)
    return len(surveys) + sum(of_wave(wave_id) for wave_id in waves)


@transaction.atomic
def of_survey(survey_id: int) -> Driven:
    """Work out an identified survey anew, in place of what was known."""
    version = row(_VERSION, {"survey": survey_id})
    asked = of_content(version["content"]) if version else []
    params = {"survey": survey_id, "from": _since(), "limit": MOST_ANSWERS, "zone": clock.zone()}
    found = driven(asked, [one["values"] for one in rows(_ANSWERS, params)], seed=survey_id)
    DriverSet.objects.filter(survey_id=survey_id, wave=None).delete()
    _keep({"survey_id": survey_id}, found)
    return found


@transaction.atomic
def of_wave(wave_id: int) -> bool:
    """Work out a round of an anonymous survey, once and coarsely; False when that was done before."""
    wave = Wave.objects.select_for_update(of=("self",)).select_related("version").get(pk=wave_id)
    if not wave.is_anonymous or DriverSet.objects.filter(wave=wave).exists():
        return False
    ballots: Sequence[Mapping[str, Any]] = list(
        Ballot.objects.filter(wave=wave).order_by("pk").values_list("values", flat=True)
    )
    found = driven(of_content(wave.version.content or {}), ballots, seed=wave.pk)
    _keep({"survey_id": wave.survey_id, "wave_id": wave.pk}, coarse(found, k=wave.k))
    return True


def _keep(of: Mapping[str, int], found: Driven) -> None:
    kept = DriverSet.objects.create(
        **of,
        question_id=found.question,
        worked_out_at=clock.now(),
        n=found.n,
        fewest=found.band.fewest if found.band else None,
        most=found.band.most if found.band else None,
        needed=found.needed,
        explained=found.explained,
        unclear=str(found.unclear or ""),
    )
    Driver.objects.bulk_create(
        [
            Driver(
                of=kept,
                question_id=one.item.question,
                part=one.item.part,
                lmg=one.lmg,
                johnson=one.johnson,
                rank=one.rank,
                best_rank=one.best_rank,
                worst_rank=one.worst_rank,
            )
            for one in found.drivers
        ]
    )


def _since() -> datetime:
    return clock.now() - timedelta(days=DAYS)
