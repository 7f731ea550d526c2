"""My orders: a customer's own, whoever else they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from balcao.core.actor import SYSTEM
from balcao.register.access.actors import Level
from balcao.register.orders.actions import record_order
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted

SESSION_AND_RIGHTS = 2
ALLOWED = 6


def sold(customer: str, number: str, day: date = date(2026, 1, 10)) -> None:
    """An order of this customer."""
    record_order(SYSTEM, number=number, customer=customer, ordered_on=day, value=Decimal("2199.00"))


def test_one_reads_ones_own_and_no_other(cast: Cast) -> None:
    sold("joao@cliente.example", "SOFA-1")
    sold("zoe@fora.example", "ZOE-1")
    page = signed_in(cast.people["joao"].pk, Level.LINK).get("/pedidos/").content.decode()
    assert "SOFA-1" in page
    assert "2.199,00" in page
    assert "10/01/2026" in page
    assert "ZOE-1" not in page


def test_a_colleague_reads_them_under_the_customers_hat(cast: Cast) -> None:
    sold("ana@boapraca.example", "ANA-1")
    client = signed_in(cast.people["ana"].pk)
    assert "/pedidos/" not in client.get("/").content.decode()
    page = client.get("/pedidos/").content.decode()
    assert "ANA-1" in page
    assert "/pedidos/" in client.get("/").content.decode()  # the hat was put on


def test_there_is_nothing_to_see_without_signing_in(cast: Cast, client: object) -> None:
    from django.test import Client

    assert Client().get("/pedidos/").status_code == 302


def test_older_ones_are_a_page_away(cast: Cast) -> None:
    for number in range(21):
        sold("joao@cliente.example", f"N{number:02d}", date(2026, 1, 1 + number))
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    first = client.get("/pedidos/")
    assert "N00" not in first.content.decode()
    following = first.content.decode().split("?cursor=")[1].split('"')[0]
    assert "N00" in client.get(f"/pedidos/?cursor={following}").content.decode()
    assert client.get("/pedidos/?cursor=nada").status_code == 422


@pytest.mark.parametrize("count", [20])
def test_a_list_asks_as_much_for_two_orders_as_for_twenty(cast: Cast, count: int) -> None:
    client = signed_in(cast.people["joao"].pk, Level.LINK)
    for number in range(2):
        sold("joao@cliente.example", str(number))
    client.get("/pedidos/")
    few = counted(lambda: client.get("/pedidos/"))
    for number in range(2, count):
        sold("joao@cliente.example", str(number))
    assert counted(lambda: client.get("/pedidos/")) == few <= SESSION_AND_RIGHTS + ALLOWED
