from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.register.access.actors import Level
from balcao.service.tickets import actions
from balcao.service.tickets.content import File, Said
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted

SESSION_AND_RIGHTS = 2
ALLOWED = 6


@pytest.mark.parametrize("way", ["/", "/chamados/"])
def test_a_list_asks_as_much_for_two_tickets_as_for_two_hundred(cast: Cast, way: str) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    for number in range(2):
        cast.ticket("joao", "sac", f"Pedido {number}")
    client.get(way)
    few = counted(lambda: client.get(way))
    for number in range(198):
        cast.ticket("joao", "sac", f"Pedido {number}")
    assert counted(lambda: client.get(way)) == few <= SESSION_AND_RIGHTS + ALLOWED


def test_a_ticket_asks_as_much_for_two_messages_as_for_two_hundred(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    handle = cast.handle("joao")
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    way = f"/chamados/{ticket.protocol}/"
    actions.receive(SYSTEM, ticket.pk, handle, Said("oi", files=[File("a.txt", "", b"a")]))
    client.get(way)
    few = counted(lambda: client.get(way))
    for number in range(198):
        actions.receive(
            SYSTEM, ticket.pk, handle, Said("oi", files=[File(f"{number}.txt", "", b"a")])
        )
    assert counted(lambda: client.get(way)) == few <= SESSION_AND_RIGHTS + ALLOWED


@pytest.mark.parametrize("way", ["/", "/novo/", "/chamados/"])
def test_the_pages_of_the_inside_are_within_the_same_budget(cast: Cast, way: str) -> None:
    client = signed_in(cast.people["ana"].pk)
    client.get(way)
    assert counted(lambda: client.get(way)) <= SESSION_AND_RIGHTS + ALLOWED
