"""Who is asked, and when, under axe, under keys and without script."""

from __future__ import annotations

import re

import pytest

from balcao.core.actor import SYSTEM
from balcao.listening.asking import actions
from balcao.listening.asking.models import Occasion
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.surveys.models import Survey
from balcao.service.tickets import actions as tickets

from .axe import faults_of
from .conftest import Screen

HOME = "/administracao/pesquisas/"


@pytest.fixture
def asked(screen: Screen) -> Survey:
    """A survey of the inside with an occasion of each sort, one stopped, and a wave of twelve."""
    made = survey("internal")
    crew(12, "outsourced")
    only = {"relationships": ["outsourced"]}
    rhythm = {"every": "month", "weekday": 0, "hour": 9}
    occasion(made, "resolved", conditions={"teams": [screen.cast.teams["ti"].pk]}, delay_days=2)
    occasion(made, "calendar", rhythm=rhythm, quarantine_days=20)
    actions.stop_occasion(SYSTEM, occasion(made, "hired", delay_days=30).pk)
    actions.draw_sample(SYSTEM, occasion(made, "sample", conditions=only).pk)
    return made


def test_the_pages_of_occasions_and_waves_are_clean(screen: Screen, asked: Survey) -> None:
    silent = survey("internal", is_anonymous=True, name="Clima")
    kept = Occasion.objects.get(when="calendar").pk
    pages = (
        f"{asked.pk}/quem/",
        f"{asked.pk}/rodadas/",
        f"{asked.pk}/quem/nova/?when=resolved",
        f"{asked.pk}/quem/nova/?when=sample",
        f"{silent.pk}/quem/",
        f"{silent.pk}/quem/nova/?when=hired",
        f"{silent.pk}/rodadas/",
        f"ocasioes/{kept}/",
    )
    assert faults_of(screen, {"beto": [HOME + one for one in pages]}, unfold=".survey-why") == {}


def test_what_will_happen_follows_what_is_chosen_by_keys(screen: Screen, asked: Survey) -> None:
    tickets.resolve(SYSTEM, screen.cast.ticket("carlos", "ti").pk)
    page = screen.page("beto")
    page.goto(f"{HOME}{asked.pk}/quem/", wait_until="load")
    page.focus("select[name=when]")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.fill("[name=delay_days]", "5")
    page.wait_for_selector("#reach >> text=/5 d(ia|ay)s/")
    page.fill("[name=delay_days]", "900")
    page.wait_for_selector("#reach .field-error")
    page.fill("[name=delay_days]", "6")
    page.focus("#teams-1")
    page.keyboard.press("Space")
    page.wait_for_selector("#reach .survey-reached")
    before = Occasion.objects.count()
    page.focus("[name=open_days]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Occasion.objects.count() == before + 1
    assert re.search("6 d(ia|ay)s", page.inner_text(".survey-occasions"))


def test_an_occasion_stops_and_is_taken_back(screen: Screen, asked: Survey) -> None:
    page = screen.page("beto")
    page.goto(f"{HOME}{asked.pk}/quem/", wait_until="load")
    kept = Occasion.objects.get(when="calendar")
    with page.expect_navigation():
        page.click(f"#occasion-{kept.pk} form[action$='/parar/'] button")
    kept.refresh_from_db()
    assert not kept.is_active
    with page.expect_navigation():
        page.click("#toasts .toast-undo")
    kept.refresh_from_db()
    assert kept.is_active


def test_a_sample_is_drawn_once_that_is_confirmed(screen: Screen, asked: Survey) -> None:
    other = survey("internal", name="Outra")
    occasion(other, "sample", quarantine_days=0)
    page = screen.page("beto")
    page.goto(f"{HOME}{other.pk}/quem/", wait_until="load")
    page.click("form[action$='/sortear/'] button")
    page.wait_for_selector("dialog#confirm[open]")
    with page.expect_navigation():
        page.click("dialog#confirm button[value=yes]")
    assert page.url.endswith(f"{other.pk}/rodadas/#wave-1")
    assert page.locator("progress").is_visible()


def test_an_occasion_is_looked_at_and_kept_without_script(screen: Screen, asked: Survey) -> None:
    page = screen.page("beto", width=360, script=False)
    before = Occasion.objects.count()
    page.goto(f"{HOME}{asked.pk}/quem/nova/?when=sample", wait_until="load")
    page.fill("[name=open_days]", "20")
    with page.expect_navigation():
        page.click("button[value=look]")
    assert re.search("20 d(ia|ay)s", page.inner_text("#reach"))
    assert Occasion.objects.count() == before
    with page.expect_navigation():
        page.click(".form-actions button:not([name])")
    assert Occasion.objects.count() == before + 1
