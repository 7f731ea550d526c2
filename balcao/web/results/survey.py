"""One survey's results: its headline, its course, its groups, every question, who answered, words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from balcao.core.errors import NotFound
from balcao.listening.results import queries
from balcao.listening.results.rules import Step
from balcao.listening.results.rules import parts as parts_of

from .. import hats
from ..components import scores
from ..shell import show
from . import below, told, words
from .asking import chosen
from .parts import (
    Reader,
    around,
    asked_groups,
    by_question,
    course,
    course_part,
    groups,
    moves,
    question,
)


@require_GET
def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Everything one may read of a survey, of the period and group asked for."""
    reader = read_by(request, survey_id)
    found, asked, days = reader.survey, reader.chosen, reader.days()
    by = words.asked_cut(request.GET.get("by", ""), asked.cut, found)
    told_now = queries.scores(
        reader.actor,
        survey_id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
    )
    there = asked_groups(reader)
    context: dict[str, Any] = {
        **around(reader, by),
        "group": "",
        "questions": [question(reader, one, parts) for one, parts in by_question(told_now)],
        **below.parts(reader, there),
    }
    if known_by := found["question"]:
        now = next((one for own, _part, one in told_now if own.id == known_by.id), None)
        points = course(reader, known_by)
        context |= {
            "words": scores.spoken(known_by.words),
            "headline": told.shown(known_by, now),
            "moves": moves(reader, now, points),
            **course_part(reader, known_by, points, "survey", by=by),
            **groups(reader, known_by, by, now, there),
        }
    return show(request, "results/survey.html", context)


@require_GET
def one_question(request: HttpRequest, survey_id: int, question_id: int) -> HttpResponse:
    """One question, or one line of it: its score, course, and every group."""
    reader = read_by(request, survey_id)
    found, asked, days = reader.survey, reader.chosen, reader.days()
    own = next((one for one in found["questions"] if one.id == question_id), None)
    there = parts_of(own) if own else []
    part = request.GET.get("part", "")
    if own is None or not there or (part and part not in there):
        raise NotFound()
    part = part or there[0]
    by = words.asked_cut(request.GET.get("by", ""), asked.cut, found)
    told_now = queries.scores(
        reader.actor,
        survey_id,
        since=days.since,
        until=days.until,
        cut=asked.cut,
        value=asked.value,
    )
    now = next(
        (one for its, its_part, one in told_now if (its.id, its_part) == (own.id, part)), None
    )
    points = course(reader, own, part)
    context = {
        **around(reader, by),
        "question_id": own.id,
        "part": part,
        "words": scores.spoken(own.words),
        "part_tabs": [
            (one, scores.part_label(own, one), reader.at("question", own.id, part=one), None)
            for one in there
            if one
        ],
        "is_now": own.id in found["now"],
        "back": reader.at("survey"),
        "headline": told.shown(own, now),
        "moves": [],
        **course_part(reader, own, points, "question", own.id, part=part, by=by),
        **groups(reader, own, by, now, asked_groups(reader), part),
    }
    return show(request, "results/question.html", context)


def read_by(request: HttpRequest, survey_id: int) -> Reader:
    """Who asks, the survey as far as they read it, and the period and group that it has."""
    actor = hats.person(request)
    found = queries.survey(actor, survey_id)
    asked = chosen(request)
    if words.round_of(found, asked.wave) is None:
        asked = asked._replace(wave=None)
    if asked.cut and asked.cut not in found["cuts"]:
        asked = asked._replace(cut="", value="")
    is_weekly = request.GET.get("step") == Step.WEEK
    return Reader(actor, found, asked, Step.WEEK if is_weekly else Step.MONTH)
