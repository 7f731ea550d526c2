"""Experience against expectation, from real answers."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.listening.results import queries
from balcao.listening.results.jobs import drive
from balcao.listening.results.models import Expectation
from balcao.listening.surveys import actions as surveys
from tests.cast import Cast

from .counting import MONDAY, question, rated, sealed

ASKED = ("nps", "expectation_before", "expectation_met")


def given(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"nps": 8, "expectation_before": one, "expectation_met": other} for one, other in pairs]


def test_what_was_met_less_what_was_expected_answer_by_answer(cast: Cast) -> None:
    made = rated([*given((3, 5), (3, 4), (4, 4), (5, 4)), {"nps": 9}], *ASKED)
    with clock.at(MONDAY):
        drive()
        drive()
    for name in ("beto", "lucia", "rita"):
        found = queries.expectation(cast.actor(name), made.pk)
        assert found is not None
        assert found.asked.key == "expectation_met"
        assert (found.told.mean.value, found.told.mean.n) == (0.5, 4)
        assert (found.told.worse, found.told.same, found.told.better) == (1, 1, 2)
        assert found.told.mean.low < 0 < found.told.mean.high
    for name in ("marina", "joao", "zoe"):
        with pytest.raises(NotFound):
            queries.expectation(cast.actor(name), made.pk)


@pytest.mark.django_db
def test_a_survey_that_asks_for_one_of_them_has_none() -> None:
    made = rated([{"nps": 9, "expectation_met": 4}], "nps", "expectation_met")
    with clock.at(MONDAY):
        drive()
    assert queries.expectation(SYSTEM, made.pk) is None


@pytest.mark.django_db
def test_once_one_of_them_is_asked_no_more_it_goes() -> None:
    made = rated(given((3, 5)), *ASKED)
    with clock.at(MONDAY):
        drive()
    assert queries.expectation(SYSTEM, made.pk) is not None
    surveys.retire_question(SYSTEM, question(made, "expectation_before"))
    surveys.publish(SYSTEM, made.pk)
    with clock.at(MONDAY):
        drive()
    assert not Expectation.objects.exists()


@pytest.mark.django_db
def test_of_an_anonymous_round_it_is_not_told() -> None:
    told = [{"expectation_before": 2, "expectation_met": 4}] * 10
    wave = sealed(told, *ASKED[1:])
    with clock.at(wave.closes_at):
        drive()
    assert not Expectation.objects.exists()
    assert queries.expectation(SYSTEM, wave.survey_id) is None
