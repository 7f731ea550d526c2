"""Main pages under axe: wide and narrow, light and dark."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.service.delivery import actions as delivery
from balcao.service.delivery.inbound import settle
from balcao.service.tickets import actions
from balcao.service.tickets.content import File, Said
from tests.cast import Cast

from .axe import faults, faults_of
from .conftest import Screen


@pytest.fixture
def told(cast: Cast) -> str:
    """A ticket in which everything that can be shown is there; its protocol."""
    marina, rita = cast.actor("marina"), cast.actor("rita")
    ticket = cast.ticket("joao", "sac", "Sofá quebrado", "Olá, chegou quebrado.")
    cast.ticket("joao", "sac", "Mesa bamba")
    actions.set_canned_reply(
        rita, "Pedir foto", "Olá!", shortcut="foto", team_id=cast.teams["sac"].pk
    )
    actions.set_tags(marina, ticket.pk, ["avaria"])
    actions.set_priority(marina, ticket.pk, 3, 3)
    actions.note(marina, ticket.pk, Said("@Rita vê?"), mentions=[cast.people["rita"].pk])
    sent = actions.reply(
        marina, ticket.pk, Said("**Olá!**", files=[File("nota.pdf", "application/pdf", b"x")])
    )
    actions.mark_delivery(SYSTEM, sent.pk, "failed", "550 unknown user")
    said = Said("Oi", html="<p>Oi</p>", reason="Joined by a reference.", is_verified=False)
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), said)
    mail = b"From: x@y.example\r\nTo: nobody@here.example\r\nSubject: ?\r\nMessage-ID: <9@y>\r\n\r\nOi\r\n"
    settle(delivery.store_raw(SYSTEM, mail, envelope_to=["nobody@here.example"]))
    return ticket.protocol


def test_the_desk_is_clean(screen: Screen, told: str) -> None:
    addresses = [
        "/desk/",
        "/desk/lists/all/",
        "/desk/lists/on_hold/",
        f"/desk/tickets/{told}/?view=all",
        f"/desk/tickets/{told}/context/",
        f"/desk/tickets/{told}/transfer/",
        f"/desk/tickets/{told}/wait/",
        "/desk/callbacks/",
        "/desk/waits/",
        "/desk/search/?q=quebrado",
        "/desk/search/?q=nada+disso",
        "/desk/people/",
        f"/desk/people/{screen.cast.people['joao'].pk}/",
        "/desk/quarantine/",
    ]
    assert faults_of(screen, {"marina": addresses}) == {}


def test_the_administration_is_clean(screen: Screen, told: str) -> None:
    beto = screen.cast.people["beto"].pk
    places = [
        "equipes/",
        "caixas/",
        "pessoas/",
        f"pessoas/{beto}/",
        "organizacoes/",
        "tokens/",
        "auditoria/",
    ]
    addresses = [f"/administracao/{place}" for place in places]
    assert faults_of(screen, {"beto": [*addresses, "/desk/quarantine/"]}) == {}


def test_the_entrance_is_clean(screen: Screen) -> None:
    assert faults_of(screen, {"": ["/entrar/", "/senha/esquecida/", "/"]}) == {}


def test_refusals_are_clean(screen: Screen) -> None:
    page = screen.page("marina")
    page.goto("/desk/tickets/000000000000/")
    screen.troubles.clear()
    assert faults(page) == []
