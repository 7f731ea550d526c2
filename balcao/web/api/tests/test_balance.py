"""The balance by the API: the page's numbers, behind the page's gates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.insights.balance import queries
from balcao.insights.balance.rules import Figure
from balcao.insights.balance.tests.counting import NOW, WEEK, answered, here, promised
from tests.cast import Cast, make_cast

from .conftest import As, is_problem

BALANCE = "/balance"


@pytest.fixture
def desk(db: None) -> Iterator[Cast]:
    """Twelve customers' tickets with SAC, four of them late; eleven of the house with TI."""
    with clock.at(here("2026-01-05T09:00")):
        cast = make_cast()
    promised()
    start = here("2026-05-11T08:30")
    for place in range(12):
        at, hours = start + timedelta(minutes=place), 3 if place % 3 == 2 else 1
        answered(cast, "joao", "sac", "marina", at, hours=hours, end=place < 7)
    for place in range(11):
        at = start + timedelta(days=1, minutes=place)
        answered(cast, "carlos", "ti", "ana", at, hours=0.5, end=True)
    with clock.at(NOW):
        yield cast


@pytest.fixture
def cast(desk: Cast) -> Cast:
    """The callers' cast is that of this desk."""
    return desk


def test_both_sides_are_those_of_the_page(desk: Cast, call: As) -> None:
    told = call("lucia").get(BALANCE, days=7).json()
    both = queries.balance(desk.actor("lucia"), WEEK)
    for name, side in (("outside", both.outside), ("inside", both.inside)):
        for number in ("opened", "solved", "replies", "answered", "seconds", "attended"):
            assert told[name][number] == getattr(side, number)
        share = told[name]["promises"]
        assert (share["found"], share["among"]) == (side.promises.found, side.promises.among)
        assert [share["low"], share["high"]] == pytest.approx(list(side.promises.interval))
        assert told[name]["first_replies"]["n"] == side.waits.n
    assert told["outside"]["promises"]["share"] == pytest.approx(8 / 12)
    assert told["calendar"] == both.calendar
    assert {"SAC", "TI"} <= set(told["teams"])
    assert "RH" not in told["teams"]


def test_too_few_tell_no_share(desk: Cast, call: As) -> None:
    told = call("lucia").get(BALANCE, days=7, team="TI").json()
    assert told["teams"] == ["TI"]
    assert told["outside"]["opened"] == 0
    nothing = {"found": 0, "among": 0, "share": None, "low": None, "high": None}
    assert told["outside"]["promises"] == nothing
    assert told["outside"]["first_replies"] == {"n": 0, "median": None, "ninth": None}


def test_each_number_is_the_sum_of_its_teams_and_of_its_days(desk: Cast, call: As) -> None:
    told = call("lucia").get(f"{BALANCE}/promises", days=7, side="external").json()
    for parts in told.values():
        assert (sum(p["n"] for p in parts), sum(p["kept"] for p in parts)) == (12, 8)
    broken = call("lucia").get(f"{BALANCE}/promises", days=7, broken="true").json()
    assert sum(part["n"] for part in broken["by_team"]) == 4
    assert [part["team"] for part in broken["by_team"]] == ["SAC"]


def test_a_supervisor_opens_the_rows_and_a_director_does_not(desk: Cast, call: As) -> None:
    for figure in Figure:
        path, asked = f"{BALANCE}/{figure}/rows", {"days": 7, "side": "external"}
        told = call("rita").get(f"{BALANCE}/{figure}", **asked).json()
        rows = call("rita").get(path, **asked).json()["items"]
        assert len(rows) == sum(part["n"] for part in told["by_team"])
        assert is_problem(call("lucia").get(path, **asked), 403)
    path = f"{BALANCE}/opened/rows"
    page = call("rita").get(path, days=7, limit=10).json()
    rest = call("rita").get(path, days=7, limit=10, cursor=page["next"]).json()
    assert (len(page["items"]), len(rest["items"]), rest["next"]) == (10, 2, None)


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "beto", "joao", "carlos", "zoe"])
def test_who_reads_no_figures_finds_nothing(desk: Cast, call: As, name: str) -> None:
    for path in (BALANCE, f"{BALANCE}/opened", f"{BALANCE}/opened/rows"):
        assert is_problem(call(name).get(path), 404)


def test_another_team_s_figures_and_unknown_ones_are_refused(desk: Cast, call: As) -> None:
    for team in ("TI", "RH", "nada"):
        assert is_problem(call("rita").get(BALANCE, team=team), 404)
    assert is_problem(call("lucia").get(BALANCE, team="RH"), 404)
    assert is_problem(call("lucia").get(BALANCE, days=31), 422)
    assert is_problem(call("lucia").get(f"{BALANCE}/nada"), 422)
    assert is_problem(call("rita").get(f"{BALANCE}/opened/rows", cursor="nada"), 422)
