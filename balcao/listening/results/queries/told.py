"""Numbers of one survey, as far as they may be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.listening.surveys.rules import Asked

from .. import names, reading, rounds, rules, scope
from ..people import populations
from ..reading import Told
from ..rules import Hidden, Point, Score

Named = tuple[str, str, Told]


def headline(
    actor: Actor,
    survey_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
) -> Told:
    """The score a survey is known by, of the answers of these days and this group.

    Of an anonymous survey that of the last round that closed in them. None without any answer.
    """
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut, value)
    asked = reading.headlines([survey_id]).get(survey_id)
    if asked is None:
        return None
    told = _told(actor, found, [asked], reading.slice_of(since, until, cut, value))
    return told.get((asked.id, "", value))


def scores(
    actor: Actor,
    survey_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
) -> list[tuple[Asked, str, Told]]:
    """Every question of a survey, those asked now first, and each of its parts, with what is told.

    One that was replaced stands beside the one that replaced it, never within; without answers here
    it is left out.
    """
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut, value)
    questions = reading.ever_asked(survey_id)
    told = _told(actor, found, questions, reading.slice_of(since, until, cut, value))
    now = reading.asked_now(survey_id)
    return [
        (asked, part, one)
        for asked in questions
        for part in rules.parts(asked)
        if (one := told.get((asked.id, part, value))) is not None or asked.id in now
    ]


def trend(
    actor: Actor,
    survey_id: int,
    question_id: int,
    *,
    step: str = "month",
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
    part: str = "",
) -> list[Point]:
    """What is told of one question month by month, or week by week; of an anonymous survey round by
    round. Each point with its change against the last one that has a score.

    Without days given: the last twelve months.
    """
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut, value)
    asked = _question(survey_id, question_id)
    last = until or clock.today()
    of = reading.Slice(since or rules.a_year_before(last), last, cut, value)
    if found["is_anonymous"]:
        return rules.compared(_by_round(actor, found, asked, part, of))
    counted = {
        one["at"]: rules.score(asked, one["counts"], one["n"])
        for one in reading.facts([asked], of, step=rules.Step(step), part=part)
    }
    return rules.compared(
        Point(
            first,
            end,
            rules.stretch_label(first, step),
            counted.get(rules.begin_of(first, step)),
            None,
        )
        for first, end in rules.stretches(of.since, of.until, step)
    )


def by_group(
    actor: Actor,
    survey_id: int,
    question_id: int,
    cut: str,
    *,
    since: date | None = None,
    until: date | None = None,
    part: str = "",
) -> list[Named]:
    """What is told of one question of each group of one cut that answered, in the order of names.

    Only groups the actor may read: a supervisor's own teams, no confidential team of others.
    """
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut)
    asked = _question(survey_id, question_id)
    told = _told(actor, found, [asked], reading.slice_of(since, until, cut, None))
    mine = {
        value: one
        for (_id, its_part, value), one in told.items()
        if its_part == part and value and found["scope"].may_cut(cut, value)
    }
    return [(value, label, mine[value]) for value, label in names.labelled(cut, mine)]


def crossed(
    actor: Actor, survey_id: int, question_id: int, cut: str, other: str, *, part: str = ""
) -> list[tuple[str, str, str, str, Score | Hidden]]:
    """Of the last round of an anonymous survey, two cuts crossed: value and name of either, and what
    is told; nothing for whoever may not read every group, or of cuts that are not crossed."""
    found = scope.survey(actor, survey_id)
    if (cut, other) not in (*rules.CROSSED, rules.SERVED) or not found["scope"].is_whole:
        return []
    asked = _question(survey_id, question_id)
    wave = rounds.last(_rounds(actor, found, reading.slice_of()))
    if wave is None or rounds.silence(wave):
        return []
    told = {
        (at.value, at.crossed_value): one
        for at, one in rounds.cells([wave], [asked], cut, None, other).items()
        if at.part == part and found["scope"].may_cut(cut, at.value)
    }
    there = names.labelled(cut, {one for one, _other in told})
    beside = names.labelled(other, {one for _one, one in told})
    return [
        (value, label, across, its_label, told[value, across])
        for value, label in there
        for across, its_label in beside
        if (value, across) in told
    ]


def _question(survey_id: int, question_id: int) -> Asked:
    """A question of this survey that was ever published; NotFound else."""
    for asked in reading.ever_asked(survey_id):
        if asked.id == question_id:
            return asked
    raise NotFound()


def _told(
    actor: Actor, found: Row, questions: Sequence[Asked], of: reading.Slice
) -> dict[tuple[int, str, str], Told]:
    return reading.scores(
        found, questions, of, viewer=actor.person_id, populations=populations(found, of)
    )


def _rounds(actor: Actor, found: Row, of: reading.Slice) -> list[Row]:
    return rounds.rounds([found["id"]], of.since, of.until, actor.person_id)


def _by_round(
    actor: Actor, found: Row, asked: Asked, part: str, of: reading.Slice
) -> Iterator[Point]:
    waves = _rounds(actor, found, of)
    open_ones = [one for one in waves if not rounds.silence(one)]
    cells = rounds.cells(open_ones, [asked], of.cut, of.value)
    for wave in waves:
        told: Told = rounds.silence(wave)
        if told is None:
            told = cells.get(rounds.At(wave["id"], asked.id, part, of.value or ""))
        if told is None and of.cut:
            told = Hidden(rules.Reason.TOO_FEW)
        yield Point(
            wave["opens_on"], wave["closes_on"], rules.round_label(wave), told, None, wave["id"]
        )
