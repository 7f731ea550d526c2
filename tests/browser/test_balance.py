"""Both sides in balance, under axe: wide and narrow, light and dark, with much and with nothing."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.insights.balance.rules import Figure
from balcao.insights.balance.tests.counting import answered, promised

from .axe import faults_of
from .conftest import Screen

HOME = "/numeros/equilibrio/"
PAGES = (HOME, *(f"{HOME}{figure}/?side=external&days=7" for figure in Figure))


@pytest.fixture
def busy(screen: Screen) -> Screen:
    """Enough promises on both sides to be told apart or not."""
    promised()
    for _place in range(12):
        answered(screen.cast, "joao", "sac", "marina", clock.now(), hours=0, end=True)
        answered(screen.cast, "carlos", "ti", "ana", clock.now(), hours=0)
    return screen


def test_the_balance_is_clean(busy: Screen) -> None:
    assert faults_of(busy, {"lucia": PAGES, "rita": PAGES}) == {}


def test_it_is_clean_when_there_is_nothing_yet(screen: Screen) -> None:
    assert faults_of(screen, {"lucia": PAGES}) == {}


def test_the_picture_is_told_in_words_and_a_number_is_one_key_away(busy: Screen) -> None:
    page = busy.page("rita")
    page.goto(f"{HOME}?days=7")
    picture = page.locator("svg.scales")
    assert "100\N{NO-BREAK SPACE}%" in (picture.get_attribute("aria-label") or "")
    number = page.locator(".both-number a").first
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/numeros/equilibrio/promises/**")
    assert page.locator("tbody a[href*='/desk/tickets/']").count() == 12
