"""Results as files: the same numbers and answers that the pages tell, through the same reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from balcao.core.sql import Row
from balcao.listening.results import queries
from balcao.listening.results.rules import Cut, Hidden, Score, cut_label, value_label
from balcao.listening.surveys.rules import Asked

from ..components import scores
from ..sheets import Cell, sheet
from . import words
from .answers import given
from .parts import Reader, Told, asked_groups, named_groups
from .survey import read_by

AT_ONCE = 200


@require_GET
def numbers(request: HttpRequest, survey_id: int) -> StreamingHttpResponse:
    """Every question, of everybody and of each group of one cut; what is hidden says why."""
    reader = read_by(request, survey_id)
    by = words.asked_cut(request.GET.get("by", ""), "", reader.survey)
    heads = [
        pgettext("survey", "Question"),
        _("Part"),
        _("Groups by"),
        _("Group"),
        _("Measure"),
        _("Value"),
        _("Interval from"),
        _("Interval to"),
        _("Answers"),
        _("Answers from"),
        _("Answers to"),
        _("Not shown because"),
    ]
    return sheet(f"resultados-{survey_id}", heads, list(_numbers(reader, by)))


@require_GET
def answers(request: HttpRequest, survey_id: int) -> StreamingHttpResponse:
    """Single answers of the period and group asked for, one a line."""
    reader = read_by(request, survey_id)
    questions: Sequence[Asked] = reader.survey["questions"]
    heads = [
        _("When"),
        _("Who"),
        _("Ticket"),
        pgettext("bought", "Order"),
        _("Answered by"),
        *(scores.spoken(asked.words) for asked in questions),
    ]
    first = _page(reader, None)
    return sheet(f"respostas-{survey_id}", heads, _answers(reader, questions, first))


def _numbers(reader: Reader, by: str) -> Iterator[list[Cell]]:
    days, asked = reader.days(), reader.chosen
    whole = queries.scores(
        reader.actor,
        reader.id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
    )
    of = [cut_label(asked.cut), value_label(asked.cut, asked.value, {})] if asked.cut else ["", ""]
    there = asked_groups(reader) if by else []
    for own, part, told in whole:
        yield [*_question(own, part), *of, *_told(told)]
        if by and not asked.cut:
            for _value, label, one in named_groups(reader, own, by, there, part):
                yield [*_question(own, part), cut_label(by), label, *_told(one)]


def _question(asked: Asked, part: str) -> list[Cell]:
    return [scores.spoken(asked.words), scores.part_label(asked, part)]


def _told(told: Told) -> list[Cell]:
    if not isinstance(told, Score):
        why = told.reason.label if isinstance(told, Hidden) else _("no answer")
        return ["", None, None, None, None, None, None, why]
    is_number = told.measure != "shares"
    band = told.band
    return [
        scores.MEASURES[told.measure],
        told.value,
        told.low if is_number else None,
        told.high if is_number else None,
        told.n,
        band.fewest if band else None,
        band.most if band else None,
        "",
    ]


def _page(reader: Reader, before: int | None) -> tuple[list[Row], int | None]:
    days, asked = reader.days(), reader.chosen
    return queries.answers(
        reader.actor,
        reader.id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
        before=before,
        limit=AT_ONCE,
    )


def _answers(
    reader: Reader, questions: Sequence[Asked], page: tuple[list[Row], int | None]
) -> Iterator[list[Cell]]:
    found, following = page
    while True:
        for one in found:
            values = {asked.id: given(asked, value) for asked, value in one["given"]}
            yield [
                one["answered_at"],
                one["person"] or one["link"],
                one["protocol"],
                one["order_number"],
                value_label(Cut.WAY, one["way"], {}),
                *(values.get(asked.id, "") for asked in questions),
            ]
        if following is None:
            return
        found, following = _page(reader, following)
