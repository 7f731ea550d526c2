"""The respondent's page under axe, on a phone, by keys alone, with and without script."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers.models import Answer, Sealed
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.asking.tokens import token_of

from .axe import faults_of, in_every_look
from .conftest import Screen


def link(side: str, *items: str, is_anonymous: bool) -> str:
    """The address of somebody's invitation, in a wave that is open now."""
    crew(12, "employee" if side == "internal" else "customer")
    asked = survey(side, *items, is_anonymous=is_anonymous)
    made = asking.draw_sample(SYSTEM, occasion(asked, "sample").pk)
    Invited.objects.filter(wave=made).update(sent_at=clock.now())
    one = Invited.objects.filter(wave=made).order_by("pk")[0]
    return f"/responder/{token_of(one.pk, one.token_digest)}/"


def test_the_pages_of_who_answers_are_clean(screen: Screen) -> None:
    addresses = (
        link("internal", "enps", "nps_why", is_anonymous=True),
        link("external", "nps", "nps_why", is_anonymous=False) + "?nota=3",
    )
    assert faults_of(screen, {"": addresses}, unfold="details") == {}
    page = screen.page()
    page.goto("/responder/nada/")
    assert in_every_look(page) == []
    screen.troubles[:] = [said for said in screen.troubles if "404" not in said]
    screen.troubles[:] = [one for one in screen.troubles if "404" not in one]


@pytest.mark.parametrize("script", [True, False])
def test_the_score_of_the_mail_counts_by_one_key(screen: Screen, *, script: bool) -> None:
    address = link("external", "nps", is_anonymous=False)
    page = screen.page(width=360, script=script)
    page.goto(f"{address}?nota=3", wait_until="load")
    assert page.is_checked("input[name=nps][value='3']")
    assert not Answer.objects.exists()
    page.focus(".answering-acts button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answering-over")
    assert list(Answer.objects.get().values.values()) == [3]
    assert page.context.cookies() == []


@pytest.mark.parametrize("script", [True, False])
def test_who_sees_what_stands_before_the_first_question(screen: Screen, *, script: bool) -> None:
    address = link("internal", "enps", is_anonymous=True)
    page = screen.page(width=360, script=script)
    page.goto(address, wait_until="load")
    promise = page.locator(".answering-promise").bounding_box()
    first = page.locator(".answering form").bounding_box()
    assert promise is not None
    assert first is not None
    assert promise["y"] + promise["height"] <= first["y"]
    page.locator(".answering-promise summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".answering-promise details p").first.is_visible()
    page.check("input[name=enps][value='7']", force=True)
    page.focus(".answering-acts button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answering-over")
    assert (
        not page.locator(".answering-promise").count()
        or page.locator(".answering-promise").is_hidden()
    )
    assert Sealed.objects.count() == 1
