"""Scores as they are kept, for any reader: whoever calls asks `scope` first, or is no reader.

Identified answers are added up from daily facts; of an anonymous survey the last round that closed in
the period is told, as the gate let it through to `viewer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from balcao.core.sql import Row, row, rows
from balcao.listening.surveys.rules import Asked, of_content, of_row

from . import rounds, rules
from .rules import Hidden, Score

Told = Score | Hidden | None
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)
_EVER = """
SELECT q.id, q.key, q.kind, q.words, q.help, q.options, q.shown_if, q.page, q.position
FROM surveys_question q
WHERE q.survey_id = %(survey)s AND q.version_from <= (
    SELECT max(v.number) FROM surveys_version v
    WHERE v.survey_id = q.survey_id AND v.published_at IS NOT NULL)
ORDER BY q.retired_at IS NOT NULL, q.page, q.position, q.id
"""
_NOW = """
SELECT DISTINCT ON (v.survey_id) v.survey_id, v.content FROM surveys_version v
WHERE v.survey_id = ANY(%(surveys)s::bigint[]) AND v.published_at IS NOT NULL
ORDER BY v.survey_id, v.number DESC
"""
_FACTS = """
SELECT question_id, part, value, {at} AS at, sum(n)::int AS n, ARRAY[{counts}] AS counts
FROM results_day
WHERE question_id = ANY(%(questions)s::bigint[]) AND cut = %(cut)s
    AND (%(value)s::text IS NULL OR value = %(value)s::text)
    AND (%(part)s::text IS NULL OR part = %(part)s::text)
    AND day BETWEEN %(since)s AND %(until)s
GROUP BY 1, 2, 3, 4
"""
_IS_ANONYMOUS = "SELECT is_anonymous FROM surveys_survey WHERE id = %(survey)s"
_BUCKETS = {
    "": "NULL::date",
    "month": "date_trunc('month', day)::date",
    "week": "date_trunc('week', day)::date",
}


class Slice(NamedTuple):
    """Which answers: of days from `since` to `until`, both included, of everybody or one group."""

    since: date
    until: date
    cut: str = ""
    value: str | None = ""


def slice_of(
    since: date | None = None, until: date | None = None, cut: str = "", value: str | None = ""
) -> Slice:
    """The slice of these days; of all there are where they are not given."""
    return Slice(since or FIRST, until or LAST, cut, value)


def ever_asked(survey_id: int) -> list[Asked]:
    """Every question of a survey that was ever published, those asked now first, in their order."""
    return [of_row(told) for told in rows(_EVER, {"survey": survey_id})]


def headlines(surveys: Sequence[int]) -> dict[int, Asked]:
    """By survey the question it is known by today; none of one without any score."""
    found = rows(_NOW, {"surveys": list(surveys)})
    known = {one["survey_id"]: rules.headline(of_content(one["content"])) for one in found}
    return {survey_id: asked for survey_id, asked in known.items() if asked}


def facts(
    questions: Sequence[Asked], of: Slice, *, step: str = "", part: str | None = None
) -> list[Row]:
    """Counts of identified answers by question, part, group and stretch `at`, whose first day it is."""
    most = max((rules.size(one) for one in questions), default=0)
    counts = ", ".join(f"coalesce(sum(counts[{n}]), 0)::int" for n in range(1, most + 1))
    found = rows(
        _FACTS.format(at=_BUCKETS[step], counts=counts or "0"),
        {
            "questions": [one.id for one in questions],
            "cut": of.cut,
            "value": of.value,
            "part": part,
            "since": of.since,
            "until": of.until,
        },
    )
    sizes = {one.id: rules.size(one) for one in questions}
    for one in found:
        one["counts"] = one["counts"][: sizes[one["question_id"]]]
    return found


def scores(
    survey: Row,
    questions: Sequence[Asked],
    of: Slice,
    *,
    viewer: int | None = None,
    populations: dict[str, int] | None = None,
) -> dict[tuple[int, str, str], Told]:
    """By question, part and group what is told of them; `survey` has id and is_anonymous.

    `populations`: by group how many people there are, where everybody there was asked.
    """
    if not survey["is_anonymous"]:
        by_id = {one.id: one for one in questions}
        return {
            (one["question_id"], one["part"], one["value"]): rules.score(
                by_id[one["question_id"]],
                one["counts"],
                one["n"],
                population=(populations or {}).get(one["value"]),
            )
            for one in facts(questions, of)
        }
    wave = rounds.last(rounds.rounds([survey["id"]], of.since, of.until, viewer))
    return of_round(wave, questions, of) if wave else {}


def of_round(wave: Row, questions: Sequence[Asked], of: Slice) -> dict[tuple[int, str, str], Told]:
    """The same of one round of an anonymous survey."""
    why = rounds.silence(wave)
    if why:
        return {
            (one.id, part, of.value or ""): why for one in questions for part in rules.parts(one)
        }
    there = rounds.cells([wave], questions, of.cut, of.value)
    told: dict[tuple[int, str, str], Told] = {
        (at.question, at.part, at.value): one for at, one in there.items()
    }
    if of.cut and of.value:
        for one in questions:
            for part in rules.parts(one):
                told.setdefault((one.id, part, of.value), Hidden(rules.Reason.TOO_FEW))
    return told


def score_of(
    survey_id: int,
    question_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
    part: str = "",
) -> Told:
    """What is told of one question, for rooms above and their jobs; None where there is nothing."""
    survey = row(_IS_ANONYMOUS, {"survey": survey_id})
    asked = [one for one in ever_asked(survey_id) if one.id == question_id]
    if survey is None or not asked:
        return None
    of = slice_of(since, until, cut, value)
    return scores(survey | {"id": survey_id}, asked, of).get((question_id, part, value))


def asked_now(survey_id: int) -> set[int]:
    """The questions of the version that is sent now."""
    found = rows(_NOW, {"surveys": [survey_id]})
    return {asked.id for one in found for asked in of_content(one["content"])}


_OF_STRETCHES = """
SELECT w.id AS wave_id, sum(d.n)::int AS n, ARRAY[{counts}] AS counts
FROM unnest(%(waves)s::bigint[], %(questions)s::bigint[], %(since)s::date[], %(until)s::date[])
    AS w (id, question_id, since, until)
JOIN results_day d ON d.question_id = w.question_id AND d.part = '' AND d.cut = ''
    AND d.value = '' AND d.day BETWEEN w.since AND w.until
GROUP BY w.id
"""


def of_stretches(wanted: Sequence[tuple[int, Asked, date, date]]) -> dict[int, Told]:
    """By round everybody's identified answers to a question on the days from one until another."""
    if not wanted:
        return {}
    asked = {wave: question for wave, question, _since, _until in wanted}
    most = max(rules.size(one) for one in asked.values())
    counts = ", ".join(f"coalesce(sum(d.counts[{n}]), 0)::int" for n in range(1, most + 1))
    found = rows(
        _OF_STRETCHES.format(counts=counts),
        {
            "waves": list(asked),
            "questions": [one.id for one in asked.values()],
            "since": [since for _wave, _asked, since, _until in wanted],
            "until": [until for _wave, _asked, _since, until in wanted],
        },
    )
    return {
        one["wave_id"]: rules.score(
            asked[one["wave_id"]], one["counts"][: rules.size(asked[one["wave_id"]])], one["n"]
        )
        for one in found
    }
