"""Presence, the next ticket and what explains them, in a real browser."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from balcao.core.actor import SYSTEM
from balcao.service.routing import actions
from balcao.service.routing.actions import skip
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .axe import faults_of
from .conftest import Screen


@pytest.fixture
def routed(cast: Cast) -> Ticket:
    """A ticket that found Marina, one that waits, one that was passed on."""
    sac = cast.teams["sac"].pk
    actions.set_routing(SYSTEM, sac, is_automatic=True, default_limit=1)
    skill = actions.add_skill(SYSTEM, "Trocas", team_id=sac)
    actions.set_need(SYSTEM, sac, skill.pk, 2, kind="complaint")
    actions.set_person_skill(SYSTEM, cast.people["marina"].pk, skill.pk, 4)
    given = cast.ticket("joao", "sac", "Sofá quebrado", "Olá, chegou quebrado.")
    tickets.set_priority(cast.actor("rita"), given.pk, 3, 3)
    actions.set_presence(cast.actor("marina"), "available")
    actions.route_all(SYSTEM)
    passed = cast.ticket("joao", "sac", "Mesa bamba")
    skip(cast.actor("marina"), passed.pk, "É meu vizinho")
    return given


def test_a_colleague_sees_presence_change_within_a_second(screen: Screen) -> None:
    rita, marina = screen.page("rita"), screen.page("marina")
    for page in (rita, marina):
        page.goto("/desk/")
    rita.keyboard.press("p")
    expect(rita.locator(".presence-list")).to_contain_text("Marina")
    marina.keyboard.press("p")
    marina.locator("[name=reason]").fill("café")
    marina.locator(".presence-form .presence-break").click()
    began = time.monotonic()
    expect(rita.locator(".presence-list")).to_contain_text("café", timeout=1_000)
    assert time.monotonic() - began < 1
    expect(marina.locator(".presence-now .presence-break")).to_be_visible()
    expect(rita.locator("#presence-menu")).to_have_attribute("open", "")


def test_the_next_ticket_is_taken_by_keyboard_alone(screen: Screen) -> None:
    ticket = screen.cast.ticket("joao", "sac", "Sofá quebrado")
    page = screen.page("marina")
    page.goto("/desk/")
    page.keyboard.press("g")
    page.wait_for_url("**/desk/next/")
    page.keyboard.press("t")
    page.wait_for_url(f"**/desk/tickets/{ticket.protocol}/")
    ticket.refresh_from_db()
    assert ticket.assignee_id == screen.cast.people["marina"].pk


def test_presence_is_set_without_script_and_on_a_phone(screen: Screen) -> None:
    page = screen.page("marina", width=360, script=False)
    page.goto("/desk/presence/")
    page.locator(".presence-page [name=state][value=training]:not(.visually-hidden)").click()
    expect(page.locator(".presence-page [aria-current=true] .presence-training")).to_be_visible()


def test_the_pages_of_the_queue_are_clean(screen: Screen, routed: Ticket) -> None:
    why = f"/desk/tickets/{routed.protocol}/why/"
    sac = screen.cast.teams["sac"].pk
    arranged = ["/administracao/distribuicao/", f"/administracao/distribuicao/{sac}/"]
    pages = {
        "marina": ["/desk/next/", "/desk/presence/", why],
        "rita": ["/desk/fairness/", why, *arranged],
        "beto": arranged,
    }
    assert faults_of(screen, pages) == {}
