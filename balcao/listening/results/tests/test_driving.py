"""What goes with an overall score: a truth put in is found, and what is too little is refused."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from balcao.listening.results.rules.driving import Driven, Item, Unclear, coarse, driven
from balcao.listening.surveys.rules import Asked, Kind
from balcao.listening.surveys.tests.asking import question
from balcao.measures.drivers import fewest

STEPS = [{"pt-br": str(n), "en": str(n)} for n in range(1, 6)]
NAMED = [{"value": name, "words": {"pt-br": name, "en": name}} for name in ("a", "b")]


def numbered(number: int, key: str, kind: Kind = Kind.SCALE, **options: Any) -> Asked:
    given = options or ({"labels": STEPS} if kind is Kind.SCALE else None)
    told = question(key, kind, options=given)
    return Asked(told.key, told.kind, told.words, options=told.options, id=number)


ASKED = [
    numbered(1, "nps", Kind.NPS),
    numbered(2, "speed"),
    numbered(3, "care"),
    numbered(4, "parts", Kind.MATRIX, labels=STEPS, rows=NAMED),
    numbered(5, "why", Kind.TEXT),
]


def told(n: int, seed: int = 3) -> list[Mapping[str, Any]]:
    """Answers in which speed decides most of the score, care a little, the rest nothing."""
    random = Random(seed)
    found: list[Mapping[str, Any]] = []
    for _n in range(n):
        speed, care, a, b = (random.randint(1, 5) for _one in range(4))
        score = min(10, max(0, round(2 * speed + 0.6 * care - 1.5 + random.gauss(0, 1))))
        parts = {"a": a, "b": b}
        found.append({"1": score, "2": speed, "3": care, "4": parts, "5": "nada"})
    return found


def test_a_truth_put_in_is_found_with_its_doubt() -> None:
    found = driven(ASKED, told(300), seed=1)
    assert found.question == 1
    assert found.n == 300
    assert found.needed == fewest(4)
    assert found.unclear is None
    assert [one.item for one in found.drivers[:2]] == [Item(2, ""), Item(3, "")]
    assert found.drivers[0].best_rank == found.drivers[0].worst_rank == 1
    assert {one.item for one in found.drivers[2:]} == {Item(4, "a"), Item(4, "b")}
    assert sum(one.lmg for one in found.drivers) == pytest.approx(1)
    assert sum(one.johnson for one in found.drivers) == pytest.approx(1)
    assert found.explained is not None
    assert 0.5 < found.explained < 1
    assert driven(ASKED, told(300), seed=1) == found


def test_too_few_say_how_many_it_takes_and_how_many_there_are() -> None:
    found = driven(ASKED, told(107), seed=1)
    assert (found.unclear, found.n, found.needed) == (Unclear.TOO_FEW, 107, 108)
    assert found.drivers == ()
    assert found.explained is None
    assert driven(ASKED, told(108), seed=1).unclear is None


def test_only_answers_that_say_all_of_it_count() -> None:
    answers = told(200)
    some = [{**one, "2": None} for one in answers[:30]]
    found = driven(ASKED, [*some, *answers[30:]], seed=1)
    assert found.n == 170
    assert len(found.drivers) == 4


def test_an_item_that_few_were_asked_is_left_out() -> None:
    answers = told(200)
    some = [{key: value for key, value in one.items() if key != "3"} for one in answers[:50]]
    found = driven(ASKED, [*some, *answers[50:]], seed=1)
    assert found.n == 200
    assert Item(3, "") not in {one.item for one in found.drivers}


def test_everyone_answering_the_same_explains_nothing() -> None:
    same = [{"1": 9, "2": 5, "3": 5, "4": {"a": 1, "b": 1}}] * 200
    assert driven(ASKED, same, seed=1).unclear is Unclear.TOO_ALIKE
    flat = [{**one, "1": 7} for one in told(200)]
    assert driven(ASKED, flat, seed=1).unclear is Unclear.TOO_ALIKE


def test_a_survey_of_one_score_or_of_words_has_no_drivers() -> None:
    assert driven(ASKED[:1], told(200), seed=1).unclear is Unclear.NO_OTHERS
    assert driven(ASKED[4:], told(200), seed=1).unclear is Unclear.NO_OVERALL
    assert driven(ASKED, [], seed=1).unclear is Unclear.TOO_FEW


def test_the_first_ten_of_many_are_compared() -> None:
    many = [ASKED[0], *(numbered(20 + n, f"s{n}") for n in range(12))]
    random = Random(5)
    answers = [
        {"1": random.randint(0, 10), **{str(20 + n): random.randint(1, 5) for n in range(12)}}
        for _n in range(140)
    ]
    found = driven(many, answers, seed=1)
    assert {one.item.question for one in found.drivers} == set(range(20, 30))


def test_of_anonymous_answers_nothing_exact_is_told() -> None:
    found = coarse(driven(ASKED, told(300), seed=1), k=5)
    assert found.n is None
    assert found.band == (160, 319)
    shares = [one.lmg for one in found.drivers] + [one.johnson for one in found.drivers]
    assert found.explained is not None
    for share in [*shares, found.explained]:
        assert share * 20 == pytest.approx(round(share * 20))


@pytest.mark.parametrize("left", range(0, 300, 37))
def test_one_person_more_or_less_moves_no_coarse_share_by_more_than_a_step(left: int) -> None:
    whole = told(300)
    one = coarse(driven(ASKED, whole, seed=1), k=5)
    other = coarse(driven(ASKED, whole[:left] + whole[left + 1 :], seed=1), k=5)
    shares = _by_item(one), _by_item(other)
    assert all(abs(shares[0][item] - shares[1][item]) < 0.051 for item in shares[0])


def test_who_knows_all_other_answers_is_mostly_left_with_several() -> None:
    alone = exact = 0
    for seed in range(4):
        said = [dict(one) for one in told(110, seed)]
        for person in (0, 40, 80):
            own = int(said[person]["1"])
            tried = [driven(ASKED, _with(said, person, score), seed=1) for score in range(11)]
            rough = [coarse(one, k=5) for one in tried]
            alone += sum(one == rough[own] for one in rough) == 1
            exact += sum(one == tried[own] for one in tried) == 1
    assert exact == 12
    assert alone <= 4


def test_under_the_minimum_group_not_even_a_band_is_told() -> None:
    found = coarse(driven(ASKED, told(4), seed=1), k=5)
    assert (found.n, found.band, found.unclear) == (None, None, Unclear.TOO_FEW)


def _with(said: list[dict[str, Any]], person: int, score: int) -> list[dict[str, Any]]:
    return [*said[:person], {**said[person], "1": score}, *said[person + 1 :]]


def _by_item(found: Driven) -> dict[Item, float]:
    return {one.item: one.lmg for one in found.drivers}
