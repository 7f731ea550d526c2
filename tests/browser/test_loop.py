"""Tasks of answers and what was told, under axe and on a phone; a task is ended by keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.loop import actions
from balcao.listening.loop.models import Task, Told
from balcao.listening.loop.tests.closing import LATER, task

from .axe import faults_of
from .conftest import Screen

HOME = "/melhorias/"
WORDS = {"pt-br": "A entrega demora.", "en": "Delivery is slow."}


@pytest.fixture
def made(screen: Screen) -> Task:
    """João's 3 with his words, and what was done told to him."""
    found = task(screen.cast, 3, nps_why="O sofá veio riscado.")
    actions.tick(screen.cast.actor("rita"), found.pk, 0, is_done=True)
    with clock.at(LATER + timedelta(hours=1)):
        day = clock.today()
        draft = actions.Draft(
            WORDS, WORDS, day, since_on=day, until_on=day, question_id=found.question_id
        )
        told = actions.keep_told(SYSTEM, found.survey_id, draft)
        actions.publish_told(SYSTEM, told.pk)
        actions.keep_told(SYSTEM, found.survey_id, draft)
    score = {"measure": "nps", "low": -10.0, "high": 50.0, "n": 40, "band": None}
    told.kept = {"before": score | {"value": 20.0}, "after": score | {"value": 25.0}}
    Told.objects.filter(pk=told.pk).update(kept=told.kept)
    return found


def test_the_pages_of_improvements_are_clean(screen: Screen, made: Task) -> None:
    draft = Told.objects.get(published_at=None).pk
    told = [f"{HOME}contado/", f"{HOME}contado/{draft}/", f"{HOME}contado/{draft}/mudar/"]
    arranged = [f"{HOME}regras/", f"{HOME}roteiros/", f"{HOME}roteiros/detractor/"]
    betos = [HOME, f"{HOME}{made.pk}/", *told, *arranged]
    assert faults_of(screen, {"beto": betos, "joao": ["/disseram/"]}) == {}


def test_a_task_is_gone_through_and_ended_by_keys_alone(screen: Screen, made: Task) -> None:
    page = screen.page("rita", width=360)
    page.goto(f"{HOME}{made.pk}/")
    page.locator("#step-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step-1")).to_have_attribute("aria-pressed", "true")
    page.locator("[name=words]").focus()
    page.keyboard.type("Trocamos o sofá.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".loop-main")).to_contain_text("Trocamos o sofá.")
    expect(page.locator("[name=words]")).to_have_count(0)
    made.refresh_from_db()
    assert (made.state, made.ticked) == ("done", [0, 1])
