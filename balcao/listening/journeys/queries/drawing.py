from __future__ import annotations

from collections.abc import Sequence

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.listening.results import reading, rounds
from balcao.listening.results.people import populations
from balcao.listening.results.reading import Slice
from balcao.listening.results.rules import Hidden, Reason, Score, change, score
from balcao.listening.surveys.rules import Asked
from balcao.measures.scores import Difference

from .. import asking, rules
from ..rules import USUAL, Drawn, Linked, Period, Told
from .keeping import stages

Found = Score | Hidden | None


def drawn(actor: Actor, journey_id: int, *, days: int = USUAL) -> list[Drawn]:
    """The stages of a journey, each with what its questions tell of these days up to today, and the
    change against as many days before; none of a journey one may not read.

    Of an anonymous survey the last round that closed in these days, against the one before it.
    """
    there = stages(actor, journey_id)
    found, surveys = asking.linked(actor, journey_id) if there else ([], {})
    told = _told(actor, found, surveys, rules.period(days, clock.today()))
    lines = {
        one["id"]: [line for line in told if line.linked.stage_id == one["id"]] for one in there
    }
    return [
        Drawn(
            one["id"],
            one["names"],
            one["does"],
            one["touchpoints"],
            lines[one["id"]],
            rules.gap_of(lines[one["id"]]),
        )
        for one in there
    ]


def _told(
    actor: Actor, found: Sequence[Linked], surveys: dict[int, Row], period: Period
) -> list[Told]:
    sent = [one for one in found if one.is_readable and one.is_sent and one.asked is not None]
    sealed = [one for one in sent if surveys[one.survey_id]["is_anonymous"]]
    exact = [one for one in sent if not surveys[one.survey_id]["is_anonymous"]]
    both = _by_round(actor, sealed, period) if sealed else {}
    now, before = (_counted(exact, surveys, days) for days in (period, period.before))
    told = []
    for one in found:
        is_round = one.id in both
        last, earlier = both[one.id] if is_round else (now.get(one.id), before.get(one.id))
        told.append(rules.told(one, last, _moved(last, earlier), is_round=is_round))
    return told


def _counted(
    found: Sequence[Linked], surveys: dict[int, Row], period: Period
) -> dict[int, Score | None]:
    """By link the score of identified answers of these days: one statement a way of grouping."""
    told: dict[int, Score | None] = {}
    for cut in sorted({one.cut for one in found}):
        mine = [one for one in found if one.cut == cut]
        of = Slice(period.since, period.until, cut, None)
        facts = {
            (fact["question_id"], fact["part"], fact["value"]): fact
            for fact in reading.facts(_questions(mine), of)
        }
        people = {one.survey_id: populations(surveys[one.survey_id], of) for one in mine}
        for one in mine:
            if one.asked and (fact := facts.get((one.asked.id, one.part, one.value))):
                among = people[one.survey_id].get(one.value)
                told[one.id] = score(one.asked, fact["counts"], fact["n"], population=among)
    return told


def _by_round(
    actor: Actor, found: Sequence[Linked], period: Period
) -> dict[int, tuple[Found, Found]]:
    """By link what is told of the last round of its survey in these days, and of the one before."""
    waves: dict[int, list[Row]] = {}
    surveys = {one.survey_id for one in found}
    for wave in rounds.rounds(surveys, reading.FIRST, period.until, actor.person_id):
        waves.setdefault(wave["survey_id"], []).append(wave)
    chosen = {survey: _last_two(waves.get(survey, []), period) for survey in surveys}
    looked = [
        wave for pair in chosen.values() for wave in pair if wave and not rounds.silence(wave)
    ]
    told = {}
    for cut in sorted({one.cut for one in found}):
        mine = [one for one in found if one.cut == cut]
        cells = rounds.cells(looked, _questions(mine), cut, None)
        for one in mine:
            last, earlier = chosen[one.survey_id]
            told[one.id] = _cell(cells, last, one), _cell(cells, earlier, one)
    return told


def _last_two(waves: Sequence[Row], period: Period) -> tuple[Row | None, Row | None]:
    """The last round that closed in these days, or is open in them, and the last told one before."""
    within = [one for one in waves if not one["is_closed"] or one["closes_on"] >= period.since]
    last = rounds.last(within)
    if last is None:
        return None, None
    earlier = [one for one in waves if one["number"] < last["number"] and not rounds.silence(one)]
    return last, earlier[-1] if earlier else None


def _cell(
    cells: dict[rounds.At, Score | Hidden], wave: Row | None, one: Linked
) -> Score | Hidden | None:
    if wave is None or one.asked is None:
        return None
    if (silence := rounds.silence(wave)) is not None:
        return silence
    found = cells.get(rounds.At(wave["id"], one.asked.id, one.part, one.value))
    return Hidden(Reason.TOO_FEW) if found is None and one.cut else found


def _moved(now: Found, before: Found) -> Difference | None:
    if isinstance(now, Score) and isinstance(before, Score):
        return change(now, before)
    return None


def _questions(found: Sequence[Linked]) -> list[Asked]:
    return [one.asked for one in found if one.asked is not None]
