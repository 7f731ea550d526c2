"""Results by the API: the pages' numbers, their scope and their gate."""

from __future__ import annotations

from balcao.core import clock
from balcao.listening.results.tests.counting import MONDAY, nps_of, question, rated, sealed
from tests.cast import Cast

from .conftest import As, is_problem

WAYS = ("results", "trend", "groups", "answers")


def test_a_number_is_the_pages_own_with_its_doubt(cast: Cast, call: As) -> None:
    made = rated(nps_of(50, 34, 16), "nps", groups=[{"region": "Sul"}] * 60)
    asked, lucia, there = question(made, "nps"), call("lucia"), f"/surveys/{made.pk}"
    with clock.at(MONDAY):
        (one,) = lucia.get(f"{there}/results").json()["items"]
        course = lucia.get(f"{there}/trend", question=asked).json()["items"]
        (group,) = lucia.get(f"{there}/groups", question=asked, cut="region").json()["items"]
    told = one["told"]
    assert (told["measure"], told["value"], told["n"], told["n_from"]) == ("nps", 34, 100, None)
    assert [round(told[end], 1) for end in ("low", "high")] == [19.5, 48.5]
    assert told["shares"] == [0.16, 0.34, 0.5]
    assert len(course) == 12
    assert [point["told"] is None for point in course] == [True] * 11 + [False]
    assert (group["value"], group["told"]["n"]) == ("Sul", 60)


def test_an_anonymous_number_is_coarse_and_has_no_single_answers(cast: Cast, call: As) -> None:
    wave = sealed(nps_of(6, 3, 3, "enps"), "enps")
    there = f"/surveys/{wave.survey_id}"
    with clock.at(wave.closes_at):
        (one,) = call("lucia").get(f"{there}/results").json()["items"]
        assert (one["told"]["n"], one["told"]["n_from"], one["told"]["n_to"]) == (None, 10, 19)
        assert is_problem(call("beto").get(f"{there}/answers"), 404)


def test_single_answers_are_leafed_through_by_who_may_read_them(cast: Cast, call: As) -> None:
    made = rated(nps_of(3, 0, 2), "nps")
    asked, beto, there = str(question(made, "nps")), call("beto"), f"/surveys/{made.pk}/answers"
    with clock.at(MONDAY):
        first = beto.get(there, limit=3).json()
        second = beto.get(there, limit=3, cursor=first["next"]).json()
        assert is_problem(beto.get(there, cursor="nada"), 422)
        assert is_problem(call("lucia").get(there), 404)
    found = first["items"] + second["items"]
    assert sorted(one["values"][asked] for one in found) == [3, 3, 10, 10, 10]
    assert len({one["person"] for one in found}) == 5
    assert second["next"] is None


def test_who_reads_no_results_finds_none(cast: Cast, call: As) -> None:
    made = rated(nps_of(3, 0, 2), "nps")
    told = {"question": question(made, "nps"), "cut": "team", "value": "1"}
    for name in ("marina", "ana", "joao", "zoe"):
        for way in WAYS:
            assert is_problem(call(name).get(f"/surveys/{made.pk}/{way}", **told), 404)
    assert is_problem(call("beto").get(f"/surveys/0/{WAYS[0]}"), 404)
    refused = call("beto").get(f"/surveys/{made.pk}/groups", question=told["question"], cut="nada")
    assert is_problem(refused, 422)
    long_ago = {"since": "2000-01-01", "until": "2040-01-01", "question": told["question"]}
    assert is_problem(call("beto").get(f"/surveys/{made.pk}/trend", **long_ago), 422)
