"""Drivers worked out beforehand, from real answers, and who reads them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.listening.answers.models import Answer, Ballot
from balcao.listening.asking.models import Link, Wave
from balcao.listening.results import drivers, queries
from balcao.listening.results.jobs import drive
from balcao.listening.results.models import Driver, DriverSet
from balcao.listening.results.rules.driving import Unclear, reason
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from tests.cast import Cast
from tests.statements import counted

from .counting import MONDAY, question, rated, sealed

ITEMS = ("nps", "heard_listened", "heard_understood")


def given(n: int, overall: str = "nps") -> list[dict[str, Any]]:
    """Answers whose overall score follows from having been understood."""
    random, found = Random(9), []
    for _n in range(n):
        listened, understood = random.randint(1, 5), random.randint(1, 5)
        score = max(0, min(10, 2 * understood + random.randint(-1, 1)))
        told = {overall: score, "heard_listened": listened, "heard_understood": understood}
        found.append(told)
    return found


def filled(n: int) -> Survey:
    """A survey with so many answers, all but one by a link that whoever comes by may use."""
    first, *rest = given(n)
    made = rated([first], *ITEMS)
    add(made, rest)
    return made


def add(made: Survey, answers: list[dict[str, Any]]) -> None:
    by_id = {key: str(question(made, key)) for key in ITEMS}
    wave = Wave.objects.get(survey=made)
    link = Link.objects.create(
        survey=made,
        kind="qr",
        label="Caixa",
        token_digest=str(Answer.objects.count()),
        opened_at=MONDAY,
    )
    told = {"survey": made, "wave": wave, "link": link, "channel": "qr", "language": "pt-br"}
    Answer.objects.bulk_create(
        [
            Answer(
                **told,
                form_digest=f"{link.pk} {place}",
                answered_at=MONDAY,
                values={by_id[key]: value for key, value in one.items()},
            )
            for place, one in enumerate(answers)
        ]
    )


@pytest.mark.django_db
def test_what_decides_the_score_comes_first_with_its_doubt() -> None:
    made = filled(110)
    with clock.at(MONDAY):
        drivers.work_out_due()
        found = queries.drivers(SYSTEM, made.pk)
    assert found is not None
    assert found.question is not None
    assert (found.question.key, found.round) == ("nps", None)
    assert [line.asked.key for line in found.lines] == ["heard_understood", "heard_listened"]
    assert (found.driven.n, found.driven.band, found.driven.unclear) == (110, None, None)
    assert found.lines[0].moving.lmg > 0.9
    assert found.lines[0].moving.worst_rank == 1
    assert sum(line.moving.lmg for line in found.lines) == pytest.approx(1)


@pytest.mark.django_db
def test_a_day_later_they_are_worked_out_anew_in_their_place() -> None:
    made = filled(60)
    with clock.at(MONDAY):
        drivers.of_survey(made.pk)
        found = queries.drivers(SYSTEM, made.pk)
    assert found is not None
    assert found.driven.unclear is Unclear.TOO_FEW
    assert reason(found.driven) == (
        "At least 106 answers to all of these questions are needed. There are 60."
    )
    assert found.lines == []
    add(made, given(50))
    with clock.at(MONDAY):
        drive()
        found = queries.drivers(SYSTEM, made.pk)
    assert found is not None
    assert (found.driven.n, found.driven.unclear) == (110, None)
    assert DriverSet.objects.count() == 1
    assert Driver.objects.count() == 2


@pytest.mark.django_db
def test_a_question_that_was_changed_drives_nothing_any_more() -> None:
    made = filled(110)
    words = {"pt-br": "Outra?", "en": "Another?"}
    surveys.change_question(SYSTEM, question(made, "heard_listened"), {"words": words})
    surveys.publish(SYSTEM, made.pk)
    with clock.at(MONDAY):
        drivers.of_survey(made.pk)
        found = queries.drivers(SYSTEM, made.pk)
    assert found is not None
    assert [line.asked.key for line in found.lines] == ["heard_understood"]


@pytest.mark.django_db
def test_a_round_without_names_is_worked_out_once_as_a_whole_and_coarsely() -> None:
    told = given(110, "enps")
    wave = sealed(told[:12], "enps", *ITEMS[1:])
    values = [{str(question(wave, key)): value for key, value in one.items()} for one in told[12:]]
    Ballot.objects.bulk_create([Ballot(wave=wave, values=one, attributes={}) for one in values])
    with clock.at(wave.closes_at):
        drive()
        drive()
        found = queries.drivers(SYSTEM, wave.survey_id)
    assert DriverSet.objects.count() == 1
    assert found is not None
    assert (found.driven.n, found.driven.band, found.round) == (None, (80, 159), 1)
    assert [line.asked.key for line in found.lines] == ["heard_understood", "heard_listened"]
    for line in found.lines:
        assert line.moving.lmg * 20 == pytest.approx(round(line.moving.lmg * 20))
        assert line.moving.johnson * 20 == pytest.approx(round(line.moving.johnson * 20))
    assert not drivers.of_wave(wave.pk)


@pytest.mark.django_db
def test_of_a_small_round_only_a_band_is_told() -> None:
    wave = sealed(given(12, "enps"), "enps", *ITEMS[1:])
    with clock.at(wave.closes_at):
        drive()
        found = queries.drivers(SYSTEM, wave.survey_id)
    assert found is not None
    assert reason(found.driven) == (
        "At least 106 answers to all of these questions are needed. There are between 10 and 19."
    )


def test_they_are_read_by_who_reads_the_survey(cast: Cast) -> None:
    made = rated(given(2), *ITEMS)
    for name in ("beto", "lucia", "rita"):
        assert queries.drivers(cast.actor(name), made.pk) is None
    with clock.at(MONDAY):
        drivers.of_survey(made.pk)
    for name in ("beto", "lucia", "rita"):
        assert queries.drivers(cast.actor(name), made.pk) is not None
    for name in ("marina", "ana", "joao", "zoe"):
        with pytest.raises(NotFound):
            queries.drivers(cast.actor(name), made.pk)
    beto = cast.actor("beto")
    assert counted(lambda: queries.drivers(beto, made.pk)) <= 4


@pytest.mark.django_db
def test_a_survey_without_answers_or_a_single_score_says_so() -> None:
    made = rated([{"nps": 9}], "nps")
    with clock.at(MONDAY):
        drivers.of_survey(made.pk)
        found = queries.drivers(SYSTEM, made.pk)
    assert found is not None
    assert found.driven.unclear is Unclear.NO_OTHERS
    assert reason(found.driven).startswith("Beside the overall score")
