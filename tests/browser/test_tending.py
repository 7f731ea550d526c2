"""Problems and changes under axe; all tickets of a problem are told by keys alone, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from balcao.core.actor import SYSTEM
from balcao.service.changes.models import Change
from balcao.service.changes.tests.changing import change
from balcao.service.problems import actions
from balcao.service.problems.models import Broadcast, Problem
from balcao.service.problems.tests.causing import problem

from .axe import faults_of
from .conftest import Screen

PROBLEMS, CHANGES = "/problemas/", "/mudancas/"


@pytest.fixture
def made(screen: Screen) -> Problem:
    """A problem with João's ticket, its message on its way, and two changes that meet."""
    tickets = [screen.cast.ticket("joao", "sac", "Nota fiscal com erro") for _n in range(2)]
    found = problem(screen.cast, *tickets, team="sac")
    actions.begin_broadcast(SYSTEM, found.pk, external="Olá, {{cliente}}: já sabemos.")
    for title in ("Passar o ERP para o servidor novo", "Renovar o certificado"):
        change(screen.cast, team="sac", services=["ERP"], title=title)
    return found


def test_the_pages_of_problems_and_changes_are_clean(screen: Screen, made: Problem) -> None:
    home, sent = f"{PROBLEMS}{made.pk}/", f"{PROBLEMS}mensagens/{Broadcast.objects.get().pk}/"
    one = f"{CHANGES}{Change.objects.order_by('pk')[0].pk}/"
    calendar = f"{CHANGES}calendario/?day=2040-11-10"
    pages = [PROBLEMS, f"{PROBLEMS}novo/", home, f"{home}mensagem/", sent, CHANGES]
    pages += [calendar, f"{calendar}&view=week", one, f"{one}mudar/"]
    assert faults_of(screen, {"marina": pages}) == {}


def test_all_tickets_are_told_by_keys_and_it_is_taken_back(screen: Screen, made: Problem) -> None:
    Broadcast.objects.all().delete()
    page = screen.page("marina", width=360)
    page.goto(f"{PROBLEMS}{made.pk}/mensagem/")
    page.locator("[name=external]").focus()
    page.keyboard.type("Oi, {{nome}}. Já sabemos.")
    for _times in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".cause-quote")).to_contain_text("Oi, João. Já sabemos.")
    page.locator("form:has([name=seen]) button[value=send]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#broadcast-progress")).to_be_visible()
    page.locator("#broadcast-progress button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#broadcast-progress button")).to_have_count(0)
    assert Broadcast.objects.get().state == "stopped"
