"""Journeys under axe, under keys and under fingers; on a phone and on paper."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking.tests.asking import survey
from balcao.listening.journeys import actions, queries
from balcao.listening.results.models import Day
from balcao.listening.surveys.models import Question

from .axe import faults_of
from .conftest import Screen
from .dragging import drag_before

HOME = "/jornadas/"


@pytest.fixture
def journey(screen: Screen) -> int:
    """João's five stages: of two something is known, of the others there are gaps."""
    asked = survey("external", "nps", "csat_purchase", "stage_research", name="Depois da compra")
    made = actions.take_journey(screen.cast.actor("beto"), "purchase")
    for key, counts in (
        ("nps", [0, 0, 0, 16, 0, 0, 0, 0, 34, 0, 50]),
        ("csat_purchase", [1, 1, 2, 20, 16]),
    ):
        question = Question.objects.get(survey=asked, key=key).pk
        told = {"survey": asked, "question_id": question, "day": clock.today()}
        Day.objects.create(**told, counts=counts, n=sum(counts))
    return made.pk


def names(journey: int) -> list[str]:
    return [stage["names"]["pt-br"] for stage in queries.stages(SYSTEM, journey)]


def test_the_pages_of_journeys_are_clean(screen: Screen, journey: int) -> None:
    stage = queries.stages(SYSTEM, journey)[3]["id"]
    pages = ("", f"{journey}/", f"{journey}/etapas/", f"etapas/{stage}/")
    assert faults_of(screen, {"beto": [HOME + one for one in pages]}) == {}


def test_stages_stand_beside_each_other_and_on_a_phone_below(screen: Screen, journey: int) -> None:
    wide, narrow = screen.page("lucia"), screen.page("lucia", width=360)
    for page in (wide, narrow):
        page.goto(f"{HOME}{journey}/", wait_until="load")
        boxes = [one.bounding_box() for one in page.locator(".journey-node").all()]
        places = [(box["x"], round(box["y"])) for box in boxes if box is not None]
        assert len(places) == 5
        assert places == sorted(places, key=lambda at: at[0 if page is wide else 1])
        assert len({at[1 if page is wide else 0] for at in places}) == 1
        assert page.locator(".journey-stage.is-gap").count() == 3
        assert page.locator(".journey-score .whisker").count() == 2
    wide.emulate_media(media="print")
    assert wide.locator(".journey-stage").last.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_stages_are_moved_by_keys(screen: Screen, journey: int, script: bool) -> None:
    page = screen.page("beto", script=script)
    page.goto(f"{HOME}{journey}/etapas/", wait_until="load")
    first = queries.stages(SYSTEM, journey)[0]["id"]
    page.focus(f"#stage-{first} [name=way][value=down] + button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert names(journey)[:2] == ["Pesquisa", "Necessidade"]
    focused = "document.activeElement.closest('[data-stage]')?.dataset.stage"
    assert not script or page.evaluate(focused) == str(first)


def test_stages_are_moved_by_hand(screen: Screen, journey: int) -> None:
    page = screen.page("beto")
    page.goto(f"{HOME}{journey}/etapas/", wait_until="load")
    rows = page.locator("[data-stage]")
    third, first = (f"#{rows.nth(place).get_attribute('id')}" for place in (2, 0))
    drag_before(page, page.locator(third), page.locator(first))
    assert names(journey)[:3] == ["Comparação", "Necessidade", "Pesquisa"]
