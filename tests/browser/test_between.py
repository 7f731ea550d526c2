"""Asking other areas, the report of waits and bundles, under axe and by keyboard: wide and narrow, by day and by night."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM, Hat
from balcao.service.between.models import Linked
from balcao.service.bundles import actions as bundles
from balcao.service.bundles import library
from balcao.service.bundles.models import Bundle
from balcao.service.bundles.tests.conftest import WELCOME
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket

from .axe import faults_of
from .conftest import Screen

HOME, BUILDER = "/entre-areas/", "/administracao/pacotes/"


@pytest.fixture
def asked(screen: Screen) -> Ticket:
    """João waits for TI, which has answered half; TI offers a welcome, and Rita has asked for one."""
    from balcao.service.between import actions

    cast = screen.cast
    ticket = cast.ticket("joao", "sac", "Cobrança em dobro", "Pagaram duas vezes por mim")
    words = Said("Podem ver o pedido?")
    linked = actions.ask(
        cast.actor("marina"), ticket.pk, cast.inboxes["ti"].pk, "Pedido travado", words
    )
    tickets.reply(cast.actor("ana"), linked.inner_id, Said("Já estamos vendo."), then="open")
    made = library.take(
        SYSTEM,
        "welcoming",
        {},
        team_id=cast.teams["ti"].pk,
        inbox_id=cast.inboxes["ti"].pk,
        owner_id=cast.people["ana"].pk,
        audience=["employee"],
    )
    bundles.start(cast.actor("rita").wearing(Hat.INTERNAL), made.pk, WELCOME)
    return ticket


def test_every_page_is_clean(screen: Screen, asked: Ticket) -> None:
    bundle = Bundle.objects.get()
    team = screen.cast.teams["ti"].pk
    template = bundle.version.template_id
    seen = {
        "rita": (
            HOME,
            f"{HOME}{team}/",
            f"{HOME}chamado/{asked.protocol}/",
            "/pacotes/pedir/",
            f"/pacotes/pedir/{template}/",
            f"/chamados/{bundle.ticket.protocol}/",
        ),
        "ana": ("/pacotes/", f"/pacotes/{bundle.pk}/"),
        "beto": (
            "/pacotes/modelos/novo/",
            BUILDER,
            f"{BUILDER}{template}/",
            f"{BUILDER}{template}/tarefas/machine/",
            f"{BUILDER}{template}/campos/first_day/",
        ),
        "joao": (f"/chamados/{asked.protocol}/", f"/chamados/{asked.protocol}/andamento/"),
    }
    assert faults_of(screen, seen) == {}


def test_an_area_is_asked_from_the_ticket_by_keyboard(screen: Screen, asked: Ticket) -> None:
    page = screen.page("marina")
    page.goto(f"/desk/tickets/{asked.protocol}/")
    page.locator("#beside-areas").scroll_into_view_if_needed()
    way = page.locator("#beside-areas a[href*='/entre-areas/']").last
    way.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}chamado/**#field-inbox")
    page.locator("#field-inbox").select_option(index=1)
    page.locator("#field-subject").fill("Estorno")
    page.locator("#field-body").fill("Podem estornar?")
    page.locator("#field-body").press("Tab")
    page.locator("form.asking-inside button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".asked-inside:nth-of-type(2)")
    assert Linked.objects.filter(ticket=asked).count() == 2
