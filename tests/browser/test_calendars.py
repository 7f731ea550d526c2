"""Business calendars under axe and under fingers: wide and narrow, light and dark."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.register.calendars import actions, queries
from balcao.web.administration.calendar_forms import BEGINNINGS

from .axe import faults_of
from .conftest import Screen

HOME = "/administracao/calendarios/"
TRIED = (
    "?start=2026-04-30T17:00&target=6h&pause-0-from=2026-05-02T10:00"
    "&pause-0-to=2026-05-04T08:30&pause-0-reason=Esperando+o+cliente"
)


@pytest.fixture
def shop(screen: Screen) -> int:
    """The calendar Loja, with an exceptional day."""
    return actions.add_calendar(
        SYSTEM,
        {
            **BEGINNINGS["shop"],
            "name": "Loja",
            "zone": "America/Sao_Paulo",
            "exceptions": {"2026-12-24": [["08:00", "12:00"]]},
        },
    ).pk


def test_the_pages_of_calendars_are_clean(screen: Screen, shop: int) -> None:
    actions.add_calendar(SYSTEM, {**BEGINNINGS["always"], "name": "24 horas", "zone": "UTC"})
    pages = ("", f"{shop}/?year=2026", f"{shop}/teste/", f"{shop}/teste/{TRIED}")
    assert faults_of(screen, {"beto": [HOME + one for one in pages]}) == {}


def test_a_week_is_typed_on_a_phone_and_sent_by_enter(screen: Screen, shop: int) -> None:
    page = screen.page("beto", width=360, scheme="light")
    page.goto(f"{HOME}{shop}/", wait_until="load")
    page.fill("[name=sun-0-from]", "10:00")
    page.fill("[name=sun-0-to]", "13:30")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    definition = queries.calendar(SYSTEM, shop)["definition"]
    assert definition["weekly"]["sun"] == [["10:00", "13:30"]]


def test_a_due_date_is_tried_and_drawn(screen: Screen, shop: int) -> None:
    page = screen.page("beto", width=1440, scheme="light")
    page.goto(f"{HOME}{shop}/teste/", wait_until="load")
    page.fill("[name=start]", "2026-04-30T17:00")
    page.fill("[name=target]", "6h")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector(".strip-bar")
    widths = page.eval_on_selector_all(
        "rect.strip-running", "all => all.map(one => Math.round(one.width.baseVal.value))"
    )
    assert widths == [60, 240, 60]
