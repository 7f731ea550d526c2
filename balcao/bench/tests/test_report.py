from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from balcao.bench.load import Failed, Figures, figures, quantile, under_load
from balcao.bench.report import Aim, Measured, Report
from tests import loops


def test_quantiles_are_values_that_were_taken() -> None:
    hundred = [float(n) for n in range(1, 101)]
    assert quantile(hundred, 0.95) == 95
    assert quantile(hundred[:20], 0.95) == 19
    assert quantile([7.0], 0.95) == 7


def test_figures_are_in_milliseconds_and_answers_a_second() -> None:
    found = figures([0.010, 0.020, 0.030], 0.5)
    assert (found.p50, found.p95, found.rate, found.asked) == (20, 30, 6, 3)


def test_nothing_answered_is_said_and_not_shown_as_fast() -> None:
    with pytest.raises(Failed):
        figures([], 1.0)


def test_clients_ask_side_by_side_until_the_time_is_over() -> None:
    inside, most = 0, 0

    async def ask(number: int) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    found = loops.run(under_load([ask] * 8, seconds=5.0, warm=0.0, most=80))
    assert most == 8
    assert found.asked == 80


@pytest.mark.parametrize(
    ("figure", "at_least", "is_met"),
    [(99.9, False, True), (100.0, False, True), (100.1, False, False), (99.9, True, False)],
)
def test_an_aim_is_met_on_its_own_side_of_the_limit(
    figure: float, at_least: bool, is_met: bool
) -> None:
    assert Aim("a", figure, 100, "ms", at_least).is_met is is_met


def test_the_table_shows_floor_and_aims_and_the_file_holds_them(tmp_path: Path) -> None:
    one = Figures(12.0, 20.0, 80.0, 300)
    measured = Measured("list page", Figures(6.0, 7.0, 150.0, 120), {1: one, 8: one})
    report = Report(20_000, True, [measured], [Aim("idle", 700, 600, "MB")])
    told = report.told().splitlines()
    line = next(line for line in told if line.startswith("list page"))
    assert line.split()[2:] == ["1", "12.0", "20.0", "80", "6.0", "2.0"]
    assert any(line.startswith("idle") and line.endswith("MISSED") for line in told)
    report.write(tmp_path / "figures.json")
    kept = json.loads((tmp_path / "figures.json").read_text())
    assert kept["aims"][0]["is_met"] is False
    assert kept["measured"][0]["at"]["8"]["p95"] == 20.0
