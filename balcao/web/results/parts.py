"""The parts that pages of results are made of: headline against its past, course, groups, questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import (
    CUTS,
    Cut,
    Hidden,
    Point,
    Reason,
    Represented,
    Score,
    Step,
    change,
    cut_label,
    tenure_place,
)
from balcao.listening.surveys.rules import Asked, Kind

from ..components import scored, scores
from ..components.dates import day
from . import told, words
from .asking import SPANS, Chosen, address

Told = Score | Hidden | None
_SPLIT = frozenset({Kind.MATRIX, Kind.RANKING})
_NAMES_BELOW = 8


class Reader(NamedTuple):
    """Who reads which survey, and what of it they asked for."""

    actor: Actor
    survey: Row
    chosen: Chosen
    step: Step = Step.MONTH

    @property
    def id(self) -> int:
        """The survey's id."""
        return int(self.survey["id"])

    def at(self, name: str, *args: object, **more: object) -> str:
        """The address of a page of this survey, for the same period and group."""
        return address(name, self.chosen, self.id, *args, **more)

    def days(self) -> words.Days:
        """The days whose answers are told."""
        return words.days(self.survey, self.chosen)


def around(reader: Reader, by: str) -> dict[str, Any]:
    """What every page of one survey shows: whose numbers these are, and how to ask for others."""
    found, asked = reader.survey, reader.chosen
    scope, waves = found["scope"], words.waves(found, asked)
    return {
        "survey": found,
        "side": words.SIDES[found["side"]],
        "chosen": asked,
        "since": day(asked.since),
        "until": day(asked.until),
        "spans": [(days, _("%(count)s days") % {"count": days}) for days in SPANS],
        "waves": waves,
        "told_round": next((one["label"] for one in waves if one["is_told"]), ""),
        "cuts": [(cut, cut_label(cut)) for cut in found["cuts"]],
        "by": by,
        "whole": address("survey", asked._replace(cut="", value=""), reader.id),
        "answers_at": reader.at("answers") if words.reads_singles(found) else "",
        "numbers_at": reader.at("numbers"),
        "may_read_words": scope.may_read_words(asked.cut, asked.value),
    }


def course(reader: Reader, question: Asked, part: str = "") -> list[Point]:
    """The course of a question: twelve months, half a year of weeks, or every round."""
    reach = words.reach(reader.survey, reader.chosen, reader.step)
    return queries.trend(
        reader.actor,
        reader.id,
        question.id,
        step=str(reader.step),
        since=reach.since,
        until=reach.until,
        cut=reader.chosen.cut,
        value=reader.chosen.value,
        part=part,
    )


def course_part(
    reader: Reader, question: Asked, points: list[Point], name: str, *args: object, **more: object
) -> dict[str, Any]:
    """The course as a picture and as a table; each point opens what is behind it."""

    def leads(point: Point) -> str:
        return _behind(reader, question, point)

    return {
        "step": str(reader.step),
        "steps": [
            (str(one), label, reader.at(name, *args, **more, step=str(one)), None)
            for one, label in words.STEPS.items()
        ],
        "trend": scored.course(question, points, leads=leads, labels=_NAMES_BELOW),
        "trend_lines": [_line_of(question, one, leads(one)) for one in reversed(points)],
        "is_empty": not any(isinstance(one.told, Score) for one in points),
    }


def asked_groups(reader: Reader) -> list[Represented]:
    """Who was asked and who answered: everybody, and each group of each cut."""
    days = reader.days()
    return queries.representation(reader.actor, reader.id, since=days.since, until=days.until)


def named_groups(
    reader: Reader, question: Asked, by: str, there: list[Represented], part: str = ""
) -> list[tuple[str, str, Told]]:
    """What is told of each group of one cut; of an anonymous survey each that was asked is named, and
    of few, or nobody, who answered one reason is given."""
    days = reader.days()
    named = queries.by_group(
        reader.actor, reader.id, question.id, by, since=days.since, until=days.until, part=part
    )
    if not reader.survey["is_anonymous"]:
        return named
    told_of = {value for value, _label, _one in named}
    few = [
        (one.value, one.label, Hidden(Reason.TOO_FEW))
        for one in there
        if one.cut == by and one.value not in told_of
    ]
    return sorted([*named, *few], key=lambda one: _place(by, one)) if few else named


def _place(cut: str, one: tuple[str, str, Told]) -> tuple[int, str]:
    """Times with the company in their order, all else by name."""
    return tenure_place(one[0]) if cut == Cut.TENURE else 0, one[1].casefold()


def groups(
    reader: Reader,
    question: Asked,
    by: str,
    now: Told,
    there: list[Represented],
    part: str = "",
) -> dict[str, Any]:
    """Every group of one cut one below the other, the whole marked across."""
    if not by:
        return {"groups": [], "group": "", "by_label": ""}
    named = named_groups(reader, question, by, there, part)
    lines = [
        told.line(
            question,
            label,
            one,
            beside=now,
            href=address("survey", reader.chosen._replace(cut=by, value=value), reader.id),
        )
        for value, label, one in named
    ]
    chosen = (reader.chosen.cut, reader.chosen.value)
    measure = next((one.measure for _v, _l, one in named if isinstance(one, Score)), "")
    return {
        "groups": lines,
        "group": next((label for value, label, _one in named if (by, value) == chosen), ""),
        "by_label": CUTS[by],
        "ends": told.ends(question, measure) if measure else (),
        "heads": [cut_label(by), _("Point and doubt"), *words.heads()],
    }


def moves(reader: Reader, now: Told, points: list[Point]) -> list[dict[str, Any]]:
    """How the headline moved against its own past: just before, and a year ago."""
    if not isinstance(now, Score):
        return []
    earlier: Iterable[tuple[str, Told]]
    if reader.survey["is_anonymous"]:
        earlier = words.earlier_rounds(reader.chosen.wave, points)
    else:
        asked = reader.chosen
        earlier = [
            (
                _("against the %(days)s days before") % {"days": asked.length},
                _past(reader, asked.before()),
            ),
            (_("against a year ago"), _past(reader, asked.year_ago())),
        ]
    return [
        {
            "against": label,
            "moved": scores.moved(now.measure, change(now, one))
            if isinstance(one, Score)
            else None,
            "then": scores.said(one),
        }
        for label, one in earlier
    ]


def by_question(
    found: Iterable[tuple[Asked, str, Told]],
) -> list[tuple[Asked, list[tuple[str, Told]]]]:
    """Question by question, each with what is told of its parts."""
    told_of: dict[int, tuple[Asked, list[tuple[str, Told]]]] = {}
    for asked, part, one in found:
        told_of.setdefault(asked.id, (asked, []))[1].append((part, one))
    return list(told_of.values())


def question(reader: Reader, asked: Asked, parts: list[tuple[str, Told]]) -> dict[str, Any]:
    """A question as the survey's page lists it."""
    first = next((one for _part, one in parts if isinstance(one, Score)), None)
    measure = first.measure if first else ""
    is_split = asked.kind in _SPLIT
    return {
        "words": scores.spoken(asked.words),
        "href": reader.at("question", asked.id),
        "is_now": asked.id in reader.survey["now"],
        "shown": told.shown(asked, parts[0][1] if parts else None),
        "lines": [
            told.line(
                asked,
                scores.part_label(asked, part),
                one,
                href=reader.at("question", asked.id, part=part),
            )
            for part, one in parts
        ]
        if is_split
        else [],
        "ends": told.ends(asked, measure) if is_split and measure else (),
        "measure": scores.MEASURES.get(measure, ""),
    }


def _past(reader: Reader, then: Chosen) -> Told:
    return queries.headline(
        reader.actor,
        reader.id,
        since=then.since,
        until=then.until,
        cut=reader.chosen.cut,
        value=reader.chosen.value,
    )


def _behind(reader: Reader, question: Asked, point: Point) -> str:
    """The answers of a point, for who may read them; else the numbers of that stretch."""
    if not isinstance(point.told, Score):
        return ""
    if reader.survey["is_anonymous"]:
        return address("survey", reader.chosen._replace(wave=point.wave), reader.id)
    there = reader.chosen._replace(since=point.since, until=point.until, days=None)
    if words.reads_singles(reader.survey):
        return address("answers", there, reader.id, question=question.id)
    return address("survey", there, reader.id)


def _line_of(question: Asked, point: Point, href: str) -> dict[str, Any]:
    measure = point.told.measure if isinstance(point.told, Score) else ""
    return {
        "label": point.label,
        "href": href,
        "line": told.line(question, point.label, point.told),
        "moved": scores.moved(measure, point.change),
    }
