"""What is drawn of a journey: live scores with their doubt, changes, and gaps that say why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.asking import here, survey
from balcao.listening.journeys import actions, queries
from balcao.listening.journeys.rules import Gap, Told
from balcao.listening.results.models import Day
from balcao.listening.results.tests.counting import MONDAY, opened, rated, sealed, settle
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question
from tests.cast import Cast
from tests.statements import counted

WORDS = {"pt-br": "Uma visita", "en": "A visit"}
TODAY = date(2040, 11, 20)
NOON = here("2040-11-20T12:00")


@pytest.fixture
def stage(cast: Cast) -> int:
    """The only stage of a journey of customers."""
    made = actions.add_journey(SYSTEM, WORDS, "external").pk
    return actions.add_stage(SYSTEM, made, WORDS).pk


def counted_on(question: int, day: date, counts: list[int], cut: str = "", value: str = "") -> None:
    """Answers of one day, as they are counted."""
    survey_id = Question.objects.get(pk=question).survey_id
    named = {"survey_id": survey_id, "question_id": question, "cut": cut, "value": value}
    Day.objects.create(**named, day=day, counts=counts, n=sum(counts))


def nps(promoters: int, passives: int, detractors: int) -> list[int]:
    counts = [0] * 11
    counts[10], counts[8], counts[3] = promoters, passives, detractors
    return counts


def drawn(cast: Cast, stage: int, name: str = "beto", days: int = 90) -> Told:
    """What the only question of the only stage tells this reader."""
    journey = queries.stage(SYSTEM, stage)["journey_id"]
    with clock.at(NOON):
        (found,) = queries.drawn(cast.actor(name), journey, days=days)
    (told,) = found.told
    return told


def linked(stage: int, *items: str, **told: object) -> int:
    """A survey of customers that is sent, its first question linked; the question's id."""
    asked = survey("external", *items, **told)
    question = Question.objects.filter(survey=asked).order_by("position")[0]
    actions.link(SYSTEM, stage, asked.pk, question.key)
    return question.pk


def test_a_score_stands_with_its_doubt_and_its_change(cast: Cast, stage: int) -> None:
    question = linked(stage)
    counted_on(question, TODAY, nps(50, 34, 16))
    counted_on(question, TODAY - timedelta(days=100), nps(40, 40, 20))
    counted_on(question, TODAY - timedelta(days=400), nps(1, 1, 90))
    told = drawn(cast, stage)
    assert told.gap is None
    assert told.score is not None
    assert told.change is not None
    assert (told.score.value, told.score.n) == (34.0, 100)
    assert (round(told.score.low, 1), round(told.score.high, 1)) == (19.5, 48.5)
    assert told.change.value == pytest.approx(14)
    assert not told.change.distinguishable


def test_the_period_is_the_days_asked_for_and_as_many_before(cast: Cast, stage: int) -> None:
    question = linked(stage)
    counted_on(question, TODAY - timedelta(days=29), nps(9, 0, 1))
    counted_on(question, TODAY - timedelta(days=30), nps(1, 0, 9))
    counted_on(question, TODAY - timedelta(days=59), nps(1, 0, 9))
    counted_on(question, TODAY - timedelta(days=60), nps(0, 99, 0))
    told = drawn(cast, stage, days=30)
    assert told.score is not None
    assert told.change is not None
    assert told.score.n == 10
    assert told.change.value == 160
    assert told.change.distinguishable


def test_a_gap_says_why(cast: Cast, stage: int) -> None:
    journey = queries.stage(SYSTEM, stage)["journey_id"]
    (alone,) = queries.drawn(SYSTEM, journey)
    assert (alone.gap, alone.told) == (Gap.NO_QUESTION, [])
    question = linked(stage)
    assert drawn(cast, stage).gap is Gap.NO_ANSWERS
    (found,) = queries.drawn(SYSTEM, journey)
    assert found.gap is Gap.NO_ANSWERS
    counted_on(question, TODAY, nps(5, 0, 0))
    assert drawn(cast, stage).gap is None


def test_a_question_that_is_written_and_not_sent_is_a_gap(cast: Cast, stage: int) -> None:
    asked = survey("external")
    surveys.take_item(SYSTEM, asked.pk, "csat_purchase")
    actions.link(SYSTEM, stage, asked.pk, "csat_purchase")
    told = drawn(cast, stage)
    assert told.gap is Gap.NOT_ASKED
    assert told.linked.asked is not None
    read = drawn(cast, stage, "lucia")
    assert (read.gap, read.linked.asked) == (Gap.NOT_ASKED, None)
    surveys.publish(SYSTEM, asked.pk)
    assert drawn(cast, stage).gap is Gap.NO_ANSWERS


def test_a_question_taken_back_before_anybody_was_asked_leaves_none(cast: Cast, stage: int) -> None:
    asked = survey("external")
    added = surveys.take_item(SYSTEM, asked.pk, "csat_purchase")
    actions.link(SYSTEM, stage, asked.pk, "csat_purchase")
    surveys.retire_question(SYSTEM, added.pk)
    (found,) = queries.drawn(SYSTEM, queries.stage(SYSTEM, stage)["journey_id"])
    assert (found.gap, found.told) == (Gap.NO_QUESTION, [])


def test_what_is_being_rewritten_may_not_be_chosen_yet(cast: Cast, stage: int) -> None:
    asked = survey("external", "nps", "nps_why", "expectation_parts")
    question = Question.objects.get(survey=asked, key="nps").pk
    surveys.change_question(SYSTEM, question, {"words": {"pt-br": "Segredo?", "en": "Secret?"}})
    surveys.take_item(SYSTEM, asked.pk, "csat")
    found = queries.linkable(cast.actor("rita"), "external")
    assert [(one["asked"].key, one["part"]) for one in found] == [
        ("nps", ""),
        *(("expectation_parts", part) for part in ("speed", "clarity", "courtesy", "solution")),
    ]
    assert "Segredo?" not in str(found)
    assert queries.linkable(cast.actor("rita"), "internal") == []


def test_a_question_changed_is_another_and_has_no_past(cast: Cast, stage: int) -> None:
    question = linked(stage)
    counted_on(question, TODAY - timedelta(days=100), nps(40, 40, 20))
    words = {"pt-br": "Outra?", "en": "Another?"}
    other = surveys.change_question(SYSTEM, question, {"words": words}).pk
    surveys.publish(SYSTEM, Question.objects.get(pk=other).survey_id)
    counted_on(other, TODAY, nps(50, 34, 16))
    told = drawn(cast, stage)
    assert told.score is not None
    assert told.score.n == 100
    assert told.change is None


def test_a_stage_of_one_team_shows_that_team_alone(cast: Cast, stage: int) -> None:
    asked = survey("external")
    question = Question.objects.get(survey=asked).pk
    sac = str(cast.teams["sac"].pk)
    actions.link(SYSTEM, stage, asked.pk, "nps", cut="team", value=sac)
    counted_on(question, TODAY, nps(50, 34, 16))
    assert drawn(cast, stage).gap is Gap.NO_ANSWERS
    counted_on(question, TODAY, nps(8, 2, 0), "team", sac)
    for name in ("beto", "lucia", "rita"):
        told = drawn(cast, stage, name)
        assert told.score is not None
        assert (told.score.n, told.linked.group) == (10, "SAC")


def test_results_for_others_show_neither_number_nor_question(cast: Cast, stage: int) -> None:
    asked = survey("external", team_id=cast.teams["rh"].pk, name="Segredo")
    question = Question.objects.get(survey=asked).pk
    actions.link(SYSTEM, stage, asked.pk, "nps")
    counted_on(question, TODAY, nps(50, 34, 16))
    assert drawn(cast, stage, "beto").score is not None
    for name in ("lucia", "rita"):
        told = drawn(cast, stage, name)
        assert told.gap is Gap.NOT_YOURS
        assert (told.score, told.linked.asked, told.linked.survey) == (None, None, "")
        assert told.linked.survey_id == 0


def test_a_confidential_team_s_part_is_for_its_members_alone(cast: Cast, stage: int) -> None:
    asked = survey("external")
    question, rh = Question.objects.get(survey=asked).pk, str(cast.teams["rh"].pk)
    actions.link(SYSTEM, stage, asked.pk, "nps", cut="team", value=rh)
    counted_on(question, TODAY, nps(8, 2, 0), "team", rh)
    for name in ("beto", "lucia", "rita"):
        told = drawn(cast, stage, name)
        assert (told.gap, told.linked.group, told.linked.value) == (Gap.NOT_YOURS, "", "")
    with pytest.raises(NotFound):
        actions.link(cast.actor("beto"), stage, asked.pk, "nps", cut="team", value=rh)


def test_a_stranger_draws_nothing(cast: Cast, stage: int) -> None:
    journey = queries.stage(SYSTEM, stage)["journey_id"]
    for name in ("marina", "ana", "paulo", "joao", "zoe"):
        assert queries.drawn(cast.actor(name), journey) == []


def of(survey_id: int, key: str = "climate_growth") -> int:
    """The journey of the inside of one stage that this question tells of."""
    journey = actions.add_journey(SYSTEM, WORDS, "internal").pk
    stage = actions.add_stage(SYSTEM, journey, WORDS).pk
    actions.link(SYSTEM, stage, survey_id, key)
    return journey


def only(cast: Cast, journey: int, name: str = "beto", at: datetime = NOON) -> Told:
    with clock.at(at):
        (found,) = queries.drawn(cast.actor(name), journey)
    (told,) = found.told
    assert found.gap == told.gap
    return told


def test_answers_that_are_given_are_drawn(cast: Cast) -> None:
    given = [{"climate_growth": 2 + place % 3} for place in range(12)]
    made = rated(given, "climate_growth", side="internal")
    told = only(cast, of(made.pk))
    assert told.score is not None
    assert (told.score.n, told.score.value) == (12, 3.0)


def test_an_anonymous_round_is_drawn_once_it_has_closed_in_bands(cast: Cast) -> None:
    made = opened([{"climate_growth": 2 + place % 3} for place in range(24)], "climate_growth")
    journey = of(made.survey_id)
    told = only(cast, journey)
    assert told.gap is Gap.HIDDEN
    assert "closed" in str(told.why)
    settle(made)
    told = only(cast, journey, at=made.closes_at)
    assert told.score is not None
    assert (told.score.n, told.score.band) == (None, (20, 39))
    assert told.is_round
    assert told.change is None
    assert only(cast, journey, at=MONDAY + timedelta(days=400)).gap is Gap.NO_ANSWERS


def test_a_round_is_compared_with_the_one_before(cast: Cast) -> None:
    first = sealed([{"climate_growth": 2} for _n in range(24)], "climate_growth")
    later = MONDAY + timedelta(days=60)
    second = sealed(
        [{"climate_growth": 4 - place % 2} for place in range(24)], made=first.survey, at=later
    )
    told = only(cast, of(first.survey_id), at=second.closes_at)
    assert told.score is not None
    assert told.change is not None
    assert told.change.value > 1


def test_who_answered_sees_nothing_that_holds_for_too_few_others(cast: Cast) -> None:
    made = opened([{"climate_growth": 2 + place % 3} for place in range(5)], "climate_growth")
    journey = of(made.survey_id)
    voter = Invited.objects.filter(wave=made, has_answered=True).order_by("pk")[0]
    Invited.objects.filter(pk=voter.pk).update(person=cast.people["beto"])
    settle(made)
    assert only(cast, journey, "lucia", at=made.closes_at).score is not None
    assert only(cast, journey, "beto", at=made.closes_at).gap is Gap.HIDDEN


def test_many_stages_take_as_many_statements_as_one(cast: Cast, stage: int) -> None:
    beto, journey = cast.actor("beto"), queries.stage(SYSTEM, stage)["journey_id"]
    linked(stage)
    few = counted(lambda: queries.drawn(beto, journey))
    for number in range(8):
        more = actions.add_stage(SYSTEM, journey, {"pt-br": str(number)}).pk
        linked(more, "csat", name=f"Outra {number}")
        linked(more, "ces", name=f"Ainda {number}")
    assert counted(lambda: queries.drawn(beto, journey)) == few
