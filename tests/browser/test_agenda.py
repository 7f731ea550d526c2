"""The agenda, time spent and workload under axe; and how an open page says that it is worked on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Request

from balcao.core import clock
from balcao.service.agenda import actions
from balcao.service.tickets.models import Ticket

from .axe import faults_of
from .conftest import Screen

SIGN, IDLE = 20_000, 120_000


@pytest.fixture
def ticket(screen: Screen) -> Ticket:
    """A ticket of Marina's, with a follow-up, time spent and an appointment beside it."""
    opened = screen.cast.ticket("joao", "sac", "Sofá sem pé")
    marina, now = screen.cast.actor("marina"), clock.now()
    actions.remind(marina, opened.pk, now + timedelta(minutes=1), "ligar para João")
    actions.snooze(marina, opened.pk, now + timedelta(days=1), "a peça chega")
    actions.add_appointment(marina, "Médico", now, now + timedelta(hours=1))
    actions.count(marina, opened.pk, begins=True, now=now - timedelta(seconds=40))
    actions.count(marina, opened.pk, now=now)
    actions.correct(marina, opened.pk, clock.today(), 1, "engano")
    return opened


def test_its_pages_are_clean(screen: Screen, ticket: Ticket) -> None:
    here = f"/desk/tickets/{ticket.protocol}"
    pages = {
        "marina": ["/desk/agenda/", "/desk/agenda/?view=week", f"{here}/later/", f"{here}/time/"],
        "rita": ["/desk/workload/", f"/desk/workload/{ticket.team_id}/time/"],
    }
    pages["rita"].append(f"/desk/lists/teams/?team={ticket.team_id}&agent=0")
    assert faults_of(screen, pages) == {}


def _let_rest(page: Page) -> None:
    """Nothing else of the page runs any more: hours that fly by would time its requests out."""
    page.wait_for_selector("#own-time .own-line")
    page.wait_for_selector(".htmx-request", state="detached")
    page.evaluate(
        "document.body.replaceChildren(document.querySelector('[data-watching]').cloneNode(false))"
    )


def signs(page: Page) -> list[str]:
    """What the page says of its work from now on: each sign's body."""
    told: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/watching/"):
            told.append(request.post_data or "")

    page.on("request", note)
    return told


def test_a_page_that_is_worked_on_says_so_until_nobody_is_there(
    screen: Screen, ticket: Ticket
) -> None:
    page = screen.page("marina")
    page.clock.install()
    told = signs(page)
    with page.expect_response("**/watching/"):
        page.goto(f"/desk/tickets/{ticket.protocol}/", wait_until="load")
    assert told == ["begins=1"]
    _let_rest(page)
    with page.expect_response("**/watching/"):
        page.clock.run_for(SIGN)
    assert told == ["begins=1", ""]
    page.clock.run_for(IDLE)
    stopped = len(told)
    page.clock.run_for(IDLE)
    assert len(told) == stopped
    with page.expect_response("**/watching/"):
        page.keyboard.press("Shift")
    assert told[stopped:] == ["begins=1"]


def test_a_follow_up_is_set_from_the_menu_and_stands_in_the_panel_at_once(
    screen: Screen, ticket: Ticket
) -> None:
    page = screen.page("marina")
    page.goto(f"/desk/tickets/{ticket.protocol}/", wait_until="load")
    page.wait_for_selector("#own-time .own-line")
    page.keyboard.press("l")
    page.fill("#later-words", "ver a nota fiscal")
    page.select_option("#later-when", index=1)
    page.click("#later-choices button.btn-primary")
    page.wait_for_selector("#own-time >> text=ver a nota fiscal")
    page.wait_for_selector(".toasts .toast-line")
