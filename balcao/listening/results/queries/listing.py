"""Which surveys one may read, with the number each is known by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.listening.surveys.rules import Asked

from .. import reading, rounds, rules, scope
from ..reading import Told
from ..rules import Hidden, Reason, Score

LISTED = 200
LATELY_DAYS = 90
LEAST = 5  # answers behind what respondents are told of surveys that are not anonymous
_OWN = """
SELECT w.id AS wave_id, w.number, w.survey_id, s.name, s.purpose, s.side, w.is_anonymous,
    (w.opens_at AT TIME ZONE %(zone)s)::date AS opens_on,
    (coalesce(w.closed_at, w.closes_at) AT TIME ZONE %(zone)s)::date AS closes_on,
    bool_or(i.has_answered) AS has_answered
FROM asking_invited i JOIN asking_wave w ON w.id = i.wave_id
JOIN surveys_survey s ON s.id = w.survey_id
WHERE i.person_id = %(me)s AND s.side = ANY(%(sides)s) AND i.sent_at IS NOT NULL
    AND i.withdrawn_at IS NULL AND w.state = 'closed'
GROUP BY w.id, s.id ORDER BY closes_on DESC, w.id DESC LIMIT %(limit)s
"""
_CUTS_NAMED = """
SELECT c.cut FROM unnest(%(cuts)s::text[]) AS c (cut)
WHERE EXISTS (SELECT FROM results_day d
    WHERE d.question_id = %(question)s AND d.part = %(part)s AND d.cut = c.cut)
"""
_CUTS_SEALED = """
SELECT DISTINCT t.cut FROM results_turnout t JOIN asking_wave w ON w.id = t.wave_id
WHERE w.survey_id = %(survey)s AND w.is_anonymous
UNION SELECT DISTINCT c.cut FROM results_cell c JOIN asking_wave w ON w.id = c.wave_id
WHERE w.survey_id = %(survey)s
"""


def readable(actor: Actor) -> list[Row]:
    """The surveys whose numbers one may read, the latest first: each with `scope`, `question` and
    `told`, everybody's score of the last 90 days or of the last round, and `wave`, that round."""
    found = rows(
        scope.SURVEYS + " ORDER BY s.launched_at DESC, s.id DESC LIMIT %(limit)s",
        {**scope.params(actor), "limit": LISTED},
    )
    known = reading.headlines([one["id"] for one in found])
    named = [one for one in found if not one["is_anonymous"]]
    told = _named([known[one["id"]] for one in named if one["id"] in known])
    waves = _last_rounds(actor, [one["id"] for one in found if one["is_anonymous"]])
    told |= _sealed({one: wave for one, wave in waves.items() if one in known}, known)
    return [
        {
            **one,
            "scope": scope.of(actor, one),
            "question": known.get(one["id"]),
            "told": told.get(known[one["id"]].id) if one["id"] in known else None,
            "wave": waves.get(one["id"]),
        }
        for one in found
    ]


def survey(actor: Actor, survey_id: int) -> Row:
    """One survey as in the list, with `questions` ever asked, those `now` asked by id, `question`,
    by which it is known, `cuts` one may read it by, and the `waves` of an anonymous one, last first.

    NotFound for whoever may read nothing of it.
    """
    found = scope.survey(actor, survey_id)
    questions = reading.ever_asked(survey_id)
    return {
        **found,
        "questions": questions,
        "now": reading.asked_now(survey_id),
        "question": reading.headlines([survey_id]).get(survey_id),
        "cuts": [one for one in _cuts(found, questions) if found["scope"].may_cut(one)],
        "waves": _last_first(actor, survey_id) if found["is_anonymous"] else [],
    }


def own(actor: Actor, *, limit: int = 20) -> list[Row]:
    """The rounds that closed and in which the actor was asked, the last first, each with `told`:
    everybody's score, to whoever was asked; of surveys under these hats alone."""
    found = rows(
        _OWN,
        {
            "me": actor.person_id or 0,
            "sides": actor.sides,
            "zone": clock.zone(),
            "limit": limit,
        },
    )
    known = reading.headlines(sorted({one["survey_id"] for one in found}))
    of = [(one, known[one["survey_id"]]) for one in found if one["survey_id"] in known]
    told = reading.of_stretches(
        [
            (one["wave_id"], asked, one["opens_on"], one["closes_on"])
            for one, asked in of
            if not one["is_anonymous"]
        ]
    )
    named = {wave: _enough(score) for wave, score in told.items()}
    sealed = _of_rounds(actor, [(one, asked) for one, asked in of if one["is_anonymous"]])
    return [
        {
            **one,
            "question": known.get(one["survey_id"]),
            "told": (named | sealed).get(one["wave_id"]),
        }
        for one in found
    ]


def _enough(told: Told) -> Told:
    return Hidden(Reason.TOO_FEW) if isinstance(told, Score) and (told.n or 0) < LEAST else told


def _named(questions: Sequence[Asked]) -> dict[int, Told]:
    since = clock.today() - timedelta(days=LATELY_DAYS - 1)
    by_id = {one.id: one for one in questions}
    return {
        one["question_id"]: rules.score(by_id[one["question_id"]], one["counts"], one["n"])
        for one in (reading.facts(questions, reading.slice_of(since)) if questions else [])
    }


def _last_rounds(actor: Actor, surveys: Sequence[int]) -> dict[int, Row]:
    of = reading.slice_of()
    there = rounds.rounds(surveys, of.since, of.until, actor.person_id) if surveys else []
    by_survey: dict[int, list[Row]] = {}
    for one in there:
        by_survey.setdefault(one["survey_id"], []).append(one)
    return {one: wave for one, waves in by_survey.items() if (wave := rounds.last(waves))}


def _sealed(waves: Mapping[int, Row], known: Mapping[int, Asked]) -> dict[int, Told]:
    """By question what is told of these surveys' rounds."""
    released = [one for one in waves.values() if not rounds.silence(one)]
    cells = rounds.cells(released, [known[one] for one in waves]) if released else {}
    found: dict[int, Told] = {at.question: told for at, told in cells.items()}
    return found | {
        known[one].id: why for one, wave in waves.items() if (why := rounds.silence(wave))
    }


def _of_rounds(actor: Actor, of: Sequence[tuple[Row, Asked]]) -> dict[int, Told]:
    """By round what is told of its survey's question."""
    if not of:
        return {}
    asked = {one["survey_id"]: question for one, question in of}
    wanted = {one["wave_id"] for one, _question in of}
    every = reading.slice_of()
    waves = [
        one
        for one in rounds.rounds(list(asked), every.since, every.until, actor.person_id)
        if one["id"] in wanted
    ]
    released = [one for one in waves if not rounds.silence(one)]
    cells = rounds.cells(released, list(asked.values())) if released else {}
    return {
        one["id"]: rounds.silence(one)
        or cells.get(rounds.At(one["id"], asked[one["survey_id"]].id, "", ""))
        for one in waves
    }


def _last_first(actor: Actor, survey_id: int) -> list[Row]:
    every = reading.slice_of()
    return rounds.rounds([survey_id], every.since, every.until, actor.person_id)[::-1]


def _cuts(found: Row, questions: Sequence[Asked]) -> list[str]:
    if found["is_anonymous"]:
        there = {one["cut"] for one in rows(_CUTS_SEALED, {"survey": found["id"]})}
        return [str(cut) for cut in rules.Cut if cut in there]
    asked = rules.headline(questions) or next((one for one in questions if rules.parts(one)), None)
    if asked is None:
        return []
    wanted = {
        "cuts": [str(cut) for cut in rules.Cut],
        "question": asked.id,
        "part": rules.parts(asked)[0],
    }
    there = {one["cut"] for one in rows(_CUTS_NAMED, wanted)}
    return [str(cut) for cut in rules.Cut if cut in there]
