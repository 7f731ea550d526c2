"""Promises in a real browser: clean and whole at both widths, and paused by keyboard alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.sla.tests.promising import promise
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

from .axe import faults_of
from .conftest import Screen


def test_pages_of_promises_are_clean(screen: Screen, cast: Cast) -> None:
    """One of them in business days, and paused for the client."""
    told: dict[str, Any] = {"name": "Solução", "pauses_on": ["pending"], "is_public": True}
    made = promise("resolution", target_seconds=None, target_days=3, **told)
    promise("first_reply", 1, name="Primeira resposta", is_public=True)
    with clock.at(clock.now() - timedelta(days=4)):
        ticket = cast.ticket("joao", "sac")
        tickets.change_status(SYSTEM, ticket.pk, "pending")
    ways = {
        "marina": [f"/desk/tickets/{ticket.protocol}/promises/", "/desk/lists/due/"],
        "joao": [f"/chamados/{ticket.protocol}/prazos/", "/promessas/"],
        "beto": ["/administracao/promessas/", f"/administracao/promessas/{made.pk}/"],
    }
    assert faults_of(screen, ways) == {}


def test_a_promise_is_paused_and_resumed_by_keyboard(screen: Screen, cast: Cast) -> None:
    promise("resolution", 6)
    ticket = cast.ticket("joao", "sac")
    page = screen.page("marina")
    page.goto(f"/desk/tickets/{ticket.protocol}/promises/")
    page.locator("#field-reason").focus()
    page.keyboard.type("peça encomendada")
    page.keyboard.press("Enter")
    expect(page.locator(".promise-card").first).to_contain_text("peça encomendada")
    page.locator("form[action$='/resume/'] button").press("Enter")
    expect(page.locator(".promise-head .pill-info")).to_be_visible()
