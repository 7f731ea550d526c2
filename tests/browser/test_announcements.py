"""Announcements under axe, at the desk and on a phone, with script and without."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.inside.announcements import actions
from balcao.inside.announcements.models import Announcement, Reading
from balcao.inside.announcements.tests.announcing import (
    ASKED,
    colleagues,
    content,
    published,
    written,
)

from .axe import faults_of
from .conftest import Screen

HOME = "/comunicados/"


@pytest.fixture
def asking(screen: Screen) -> Announcement:
    """One that asks a question, confirmed by some in its first edition; beside one that is over."""
    beto = screen.cast.actor("beto")
    made = published(beto, title="Recesso de fim de ano", asked=ASKED)
    for actor in colleagues(6):
        actions.confirm(actor, made.pk, edition=1, choice=1)
    ends = clock.now() + timedelta(days=2)
    published(beto, ["public"], "Horário de dezembro", expires_at=ends)
    actions.revise(beto, made.pk, content("Recesso de fim de ano", asked=ASKED), asks_again=False)
    return made


def test_the_pages_of_announcements_are_clean(screen: Screen, asking: Announcement) -> None:
    draft = written(screen.cast.actor("beto"), title="Rascunho").pk
    one = f"{asking.pk}/"
    paths = {
        "beto": ("nossos/", "novo/", f"{draft}/", f"{one}mudar/", f"{one}alcance/", one),
        "carlos": ("", one),
    }
    pages = {name: [*(HOME + one for one in own), "/"] for name, own in paths.items()}
    assert faults_of(screen, pages, unfold="main details") == {}


@pytest.mark.parametrize("script", [True, False])
def test_one_confirms_by_keys_on_a_phone_after_a_wrong_answer(
    screen: Screen, asking: Announcement, script: bool
) -> None:
    page = screen.page("carlos", width=360, script=script)
    page.goto("/")
    page.locator(".announced a", has_text="Recesso").focus()
    page.keyboard.press("Enter")
    for choice in ("#choice-0", "#choice-1"):
        page.locator(choice).focus()
        page.keyboard.press("Space")
        page.locator(".announcement-confirm button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".alert-danger" if choice == "#choice-0" else ".announcement-done")
    screen.troubles[:] = [said for said in screen.troubles if "422" not in said]
    mine = Reading.objects.get(person=screen.cast.people["carlos"], edition__number=2)
    assert (mine.was_right, mine.tries) == (False, 2)


def test_the_band_of_the_desk_names_what_waits(screen: Screen, asking: Announcement) -> None:
    page = screen.page("marina")
    page.goto("/desk/")
    page.wait_for_selector(".desk-announced .announced a")
    assert "Recesso de fim de ano" in page.locator(".desk-announced").inner_text()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
