"""Promises in the desk: beside the ticket, on their own page, in the list, and paused by a form."""

from __future__ import annotations

from html import unescape

from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.approvals.tests.approving import begin, named, rule
from balcao.service.sla.models import Clock, Pause
from balcao.service.sla.tests.promising import here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

OPENED = here("2026-04-30T17:00")


def _opened(cast: Cast) -> Ticket:
    with clock.at(OPENED):
        return cast.ticket("joao", "sac")


def _read(client: Client, path: str) -> str:
    return unescape(client.get(path, headers={"Accept-Language": "en"}).content.decode())


def test_the_case_of_the_holiday_is_explained_on_its_page(cast: Cast, marina: Client) -> None:
    """VECTORS: six hours from Thursday 17:00, paused Saturday 10:00 to Monday 08:30, due 11:30."""
    promise("resolution", 6, name="Solução", pauses_on=["pending"])
    ticket, agent = _opened(cast), cast.actor("marina")
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(agent, ticket.pk, Said("Olá"))
    with clock.at(here("2026-05-04T08:30")):
        tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Oi"))
    with clock.at(here("2026-05-04T11:00")):
        tickets.resolve(agent, ticket.pk)
    page = _read(marina, f"/desk/tickets/{ticket.protocol}/promises/")
    beside = _read(marina, f"/desk/tickets/{ticket.protocol}/context/")
    assert "seg, 4 mai 2026, 11:30" in page
    assert "Solução" in page
    assert "Dia do Trabalhador" in page
    for span in ("qui, 30 abr 2026, 17:00", "sáb, 2 mai 2026, 10:00", "seg, 4 mai 2026, 08:30"):
        assert span in page
    assert f'href="/desk/tickets/{ticket.protocol}/promises/"' in beside


def test_months_are_told_in_few_lines_and_each_day_where_it_is_asked_for(
    cast: Cast, marina: Client
) -> None:
    promise("resolution", 6)
    ticket, agent = _opened(cast), cast.actor("marina")
    with clock.at(here("2026-08-31T18:00")):
        tickets.resolve(agent, ticket.pk)
    path = f"/desk/tickets/{ticket.protocol}/promises/"
    page = _read(marina, path)
    assert page.count('<tr class="stretch-') < 20
    assert "dias úteis, 9 h " in page
    assert "Dia do Trabalhador" in page
    every = f"?every={Clock.objects.get().pk}"
    assert every in page
    whole = _read(marina, path + every)
    assert whole.count('<tr class="stretch-') > 300
    assert every not in whole


def test_a_pause_needs_its_reason_and_moves_the_due_date(cast: Cast, marina: Client) -> None:
    promise("resolution", 6)
    ticket = cast.ticket("joao", "sac")
    path = f"/desk/tickets/{ticket.protocol}/promises/"
    assert marina.post(f"{path}pause/", {"reason": " "}).status_code == 422
    assert marina.post(f"{path}pause/", {"reason": "x", "until": "ontem"}).status_code == 422
    assert not Pause.objects.exists()
    assert marina.post(f"{path}pause/", {"reason": "cliente viaja"})["Location"] == path
    assert Clock.objects.get().state == "paused"
    assert "cliente viaja" in _read(marina, path)
    assert marina.post(f"{path}resume/")["Location"] == path
    assert Clock.objects.get().state == "running"
    assert marina.post(f"{path}resume/").status_code == 422


def test_what_waits_for_an_approval_leads_to_it_and_offers_no_way_around(
    cast: Cast, marina: Client
) -> None:
    promise("resolution", 6)
    ticket = cast.ticket("joao", "sac")
    approval = begin(cast, rule(named(cast, "lucia")), ticket_id=ticket.pk)
    path = f"/desk/tickets/{ticket.protocol}/promises/"
    page = _read(marina, path)
    assert f"/aprovacoes/{approval.pk}/" in page
    assert "/resume/" not in page
    assert marina.post(f"{path}resume/").status_code == 409
    assert Clock.objects.get().state == "paused"


def test_only_who_handles_the_ticket_comes_near(cast: Cast, sign_in: SignIn) -> None:
    promise("resolution", 6)
    ticket = cast.ticket("joao", "sac")
    path = f"/desk/tickets/{ticket.protocol}/promises/"
    for name in ("ana", "paulo", "joao", "lucia"):
        client = sign_in(name)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}pause/", {"reason": "porque sim"}).status_code == 404
    assert not Pause.objects.exists()


def test_what_is_due_stands_first_in_its_list_without_another_statement(
    cast: Cast, marina: Client
) -> None:
    late = _opened(cast)
    promise("resolution", 6)
    first = _opened(cast)
    later = cast.ticket("joao", "sac", "Depois")
    page = _read(marina, "/desk/lists/due/")
    assert page.index(first.protocol) < page.index(later.protocol)
    assert late.protocol not in page
    assert "due-late" in page
    few = counted(lambda: marina.get("/desk/lists/due/"))
    for _number in range(8):
        cast.ticket("joao", "sac")
    assert counted(lambda: marina.get("/desk/lists/due/")) == few


def test_a_broken_promise_is_a_line_of_the_story(cast: Cast, marina: Client) -> None:
    promise("first_reply", 1)
    ticket = _opened(cast)
    tickets.reply(cast.actor("marina"), ticket.pk, Said("Olá"))
    assert "icons" in (page := _read(marina, f"/desk/tickets/{ticket.protocol}/"))
    assert "#alert-triangle" in page
