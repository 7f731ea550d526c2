"""Both sides in balance, under axe: wide and narrow, light and dark, with much and with nothing."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.insights.balance.rules import Figure
from balcao.insights.balance.tests.counting import answered, promised

from .axe import LOOKS, faults
from .conftest import Screen

HOME = "/numeros/equilibrio/"


@pytest.fixture
def busy(screen: Screen) -> Screen:
    """Enough promises on both sides to be told apart or not."""
    promised()
    for _place in range(12):
        answered(screen.cast, "joao", "sac", "marina", clock.now(), hours=0, end=True)
        answered(screen.cast, "carlos", "ti", "ana", clock.now(), hours=0)
    return screen


def _looked_at(screen: Screen, name: str, width: int, scheme: str) -> dict[str, object]:
    page = screen.page(name, width=width, scheme=scheme)
    found: dict[str, object] = {}
    for address in (HOME, *(f"{HOME}{figure}/?side=external&days=7" for figure in Figure)):
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == 200, address
        if trouble := faults(page):
            found[address] = trouble
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{address} is too wide"] = True
    return found


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_balance_is_clean(busy: Screen, width: int, scheme: str) -> None:
    assert _looked_at(busy, "lucia", width, scheme) == {}
    assert _looked_at(busy, "rita", width, scheme) == {}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_it_is_clean_when_there_is_nothing_yet(screen: Screen, width: int, scheme: str) -> None:
    assert _looked_at(screen, "lucia", width, scheme) == {}


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
