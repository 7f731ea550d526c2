"""What clients read of promises: on their ticket, and on the page for everybody."""

from __future__ import annotations

from html import unescape

from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.register.access.actors import Level
from balcao.service.sla.tests.promising import here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast
from tests.signing import signed_in

OPENED = here("2026-04-30T17:00")


def _read(client: Client, path: str) -> str:
    return unescape(client.get(path).content.decode())


def test_a_client_reads_when_an_answer_is_due_and_how_that_was_counted(cast: Cast) -> None:
    promise("resolution", 6, name="Nome interno")
    with clock.at(OPENED):
        ticket = cast.ticket("joao", "sac")
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    with clock.at(here("2026-05-02T09:00")):
        page = _read(joao, f"/chamados/{ticket.protocol}/")
        counted = _read(joao, f"/chamados/{ticket.protocol}/prazos/")
    assert f"/chamados/{ticket.protocol}/prazos/" in page
    assert "seg, 4 mai 2026, 09:00" in page
    assert "seg, 4 mai 2026, 09:00" in counted
    assert "Dia do Trabalhador" in counted
    assert "Nome interno" not in page + counted


def test_anas_request_shows_that_it_waits_for_her_and_is_an_ola(cast: Cast) -> None:
    promise("resolution", 6, side="internal", pauses_on=["pending"])
    with clock.at(OPENED):
        ticket = cast.ticket("ana", "ti")
    with clock.at(here("2026-05-02T10:00")):
        tickets.reply(SYSTEM, ticket.pk, Said("Qual é o patrimônio?"))
    page = _read(signed_in(cast.people["ana"].pk), f"/chamados/{ticket.protocol}/prazos/")
    assert "OLA" in page
    assert "stretch-paused" in page
    story = _read(signed_in(cast.people["ana"].pk), f"/chamados/{ticket.protocol}/")
    assert "OLA" in story
    assert "esperando você" in story.lower()


def test_a_stranger_does_not_meet_the_ticket(cast: Cast) -> None:
    promise("resolution", 6)
    ticket = cast.ticket("joao", "sac")
    zoe = signed_in(cast.people["zoe"].pk, Level.LINK)
    assert zoe.get(f"/chamados/{ticket.protocol}/prazos/").status_code == 404


def test_everybody_reads_what_is_promised_and_how_it_was_kept(cast: Cast) -> None:
    promise("first_reply", 1, name="Resposta rápida", is_public=True)
    promise("resolution", 6, name="Só entre nós", is_public=False)
    promise("resolution", 9, name="Entre setores", side="internal", is_public=True)
    for _number in range(10):
        tickets.reply(SYSTEM, cast.ticket("joao", "sac").pk, Said("Olá"))
    street = _read(Client(), "/promessas/")
    assert "Resposta rápida" in street
    assert "100 %" in street
    assert "72 %" in street  # the lower end of ten of ten
    assert "Só entre nós" not in street
    assert "Entre setores" not in street
    ana = cast.people["ana"].pk
    assert "Entre setores" in _read(signed_in(ana), "/promessas/")
    assert "Entre setores" not in _read(signed_in(ana, hat=Hat.EXTERNAL), "/promessas/")


def test_too_few_cases_give_no_share(cast: Cast) -> None:
    promise("first_reply", 1, name="Resposta rápida", is_public=True)
    tickets.reply(SYSTEM, cast.ticket("joao", "sac").pk, Said("Olá"))
    page = _read(Client(), "/promessas/")
    assert "Resposta rápida" in page
    assert "%" not in page.split("Resposta rápida")[1].split("</li>")[0]
