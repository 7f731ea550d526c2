"""The scales lean as the figures do, and bars end where their numbers are."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from balcao.insights.balance.queries import Balance, Side
from balcao.insights.balance.rules import Share, Wait, Waits, compare
from balcao.web.figures import words
from balcao.web.figures.lines import Told, effort_lines, promise_lines, strips, wait_lines
from balcao.web.figures.scale import BEAM, PIVOT_X, PIVOT_Y, scale


def _ends(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def _plain(told: str) -> str:
    return told.replace("\N{NO-BREAK SPACE}", " ")


def _side(kept: int, among: int, opened: int = 100, replies: int = 200) -> Side:
    share = Share(kept, among)
    waits = Waits(opened, Wait(3600, 1800, 7200), Wait(14400, 10800, None))
    return Side(opened, 0, replies, opened, 0, 0, share, {"first_reply": share}, waits)


@pytest.mark.parametrize(
    ("inside", "outside", "way"),
    [((90, 100), (80, 100), 1), ((80, 100), (90, 100), -1), ((80, 100), (80, 100), 0)],
)
def test_the_heavier_side_keeps_more(
    inside: tuple[int, int], outside: tuple[int, int], way: int
) -> None:
    told = scale(compare(Share(*inside), Share(*outside)))
    left_x, left_y, right_x, right_y = _ends(told.beam)
    assert (right_y > left_y) - (right_y < left_y) == way
    assert left_y + right_y == pytest.approx(2 * PIVOT_Y, abs=0.2)
    assert (right_x - left_x) ** 2 + (right_y - left_y) ** 2 == pytest.approx(4 * BEAM**2, rel=0.01)
    assert told.inside.x > PIVOT_X > told.outside.x
    assert told.doubt


def test_of_few_the_scales_say_nothing() -> None:
    told = scale(compare(Share(3, 3), Share(1, 9)))
    _left_x, left_y, _right_x, right_y = _ends(told.beam)
    assert left_y == right_y
    assert not told.doubt


def test_bars_are_on_one_scale_for_both_sides() -> None:
    both = Balance(_side(80, 100), _side(45, 50, opened=25, replies=50), "Loja")
    told = Told(30, None)
    with translation.override("en"):
        promise = promise_lines(told, both)[0]
        opened, _solved, replies = effort_lines(told, both)
        (wait,) = wait_lines(told, both)
    assert (promise.outside.fill, promise.inside.fill) == (80, 90)
    assert promise.inside.low is not None
    assert promise.inside.high is not None
    assert promise.inside.low < 90 < promise.inside.high
    assert (opened.outside.fill, opened.inside.fill) == (100, 25)
    assert (replies.outside.fill, replies.inside.fill) == (100, 25)
    assert (wait.outside.fill, wait.outside.mark) == (25, 100)
    assert wait.outside.high == 50


def test_shares_of_effort_stand_beside_the_share_of_tickets() -> None:
    both = Balance(_side(1, 1, 100, 100), _side(1, 1, 100, 900), "")
    with translation.override("en"):
        tickets, replies = strips(both)
    assert (tickets.edge, replies.edge) == pytest.approx((50, 10))
    assert (tickets.verdict, replies.verdict) == ("", "Inside gets more than its share of tickets.")
    nobody = Balance(_side(0, 0, 0, 0), _side(0, 0, 0, 0), "")
    assert strips(nobody) == []


def test_doubt_is_said_also_where_it_has_one_end() -> None:
    with translation.override("en"):
        assert _plain(words.wait_words(Wait(60, 60, None))) == "1 min or more"
        assert _plain(words.wait_words(Wait(60, None, 120))) == "up to 2 min"
        assert _plain(words.time_words(29)) == "29 s"
        assert _plain(words.time_words(3629)) == "1 h"
        assert _plain(words.time_words(3630)) == "1 h 1 min"
        said = words.attainment_words(Share(60, 100), Share(95, 100))
        alone = words.attainment_words(Share(0, 0), Share(95, 100))
    assert alone == "One side alone: nothing to compare."
    assert said.startswith("More is kept outside: \N{MINUS SIGN}35 points, between")
