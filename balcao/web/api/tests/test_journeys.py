"""Journeys by the API: what the page draws, to whom it draws it."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking.tests.asking import survey
from balcao.listening.journeys import actions
from balcao.listening.results.models import Day
from balcao.listening.surveys.models import Question
from tests.cast import Cast

from .conftest import As, is_problem

WORDS = {"pt-br": "Uma visita", "en": "A visit"}


def drawn_from(asked: int, stage: int) -> None:
    actions.link(SYSTEM, stage, asked, "nps")
    counts = [0, 0, 0, 16, 0, 0, 0, 0, 34, 0, 50]
    question = Question.objects.get(survey=asked).pk
    told = {"survey_id": asked, "question_id": question, "day": clock.today()}
    Day.objects.create(**told, counts=counts, n=100)


def test_a_journey_is_told_with_its_doubt_and_its_gaps(cast: Cast, call: As) -> None:
    made = actions.add_journey(SYSTEM, WORDS, "external").pk
    first, _second = (actions.add_stage(SYSTEM, made, WORDS).pk for _n in range(2))
    drawn_from(survey("external").pk, first)
    (listed,) = call("lucia").get("/journeys").json()["items"]
    assert (listed["id"], listed["stages"], listed["asked"]) == (made, 2, 1)
    told = call("lucia").get(f"/journeys/{made}", days=30).json()
    one, other = told["stages"]
    (score,) = one["scores"]
    assert (score["measure"], score["value"], score["n"], score["gap"]) == ("nps", 34.0, 100, None)
    assert (round(score["low"], 1), round(score["high"], 1)) == (19.5, 48.5)
    assert (other["gap"], other["scores"]) == ("no_question", [])
    assert is_problem(call("lucia").get(f"/journeys/{made}", days=0), 422)


def test_what_is_for_others_is_a_gap_without_names(cast: Cast, call: As) -> None:
    made = actions.add_journey(SYSTEM, WORDS, "external").pk
    stage = actions.add_stage(SYSTEM, made, WORDS).pk
    drawn_from(survey("external", team_id=cast.teams["rh"].pk).pk, stage)
    (shown,) = call("rita").get(f"/journeys/{made}").json()["stages"]
    (score,) = shown["scores"]
    assert (score["gap"], score["survey_id"], score["question_id"]) == ("not_yours", None, None)
    assert (score["value"], score["n"]) == (None, None)


def test_a_stranger_finds_none(cast: Cast, call: As) -> None:
    made = actions.add_journey(SYSTEM, WORDS, "external").pk
    for name in ("marina", "ana", "paulo", "joao", "carlos", "zoe"):
        assert is_problem(call(name).get("/journeys"), 404)
        assert is_problem(call(name).get(f"/journeys/{made}"), 404)
    assert is_problem(call("beto").get("/journeys/0"), 404)
