"""What a customer bought stands beside their ticket, for those who serve them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.register.orders.actions import record_order
from tests.cast import Cast
from tests.signing import SignIn


def sold(customer: str, number: str) -> None:
    """An order of this customer, promised for a day long past."""
    record_order(
        SYSTEM,
        number=number,
        customer=customer,
        ordered_on=date(2026, 1, 10),
        promised_on=date(2026, 1, 20),
        value=Decimal("2199.00"),
    )


def test_the_last_orders_stand_beside_the_ticket_and_on_the_persons_page(
    cast: Cast, marina: Client
) -> None:
    ticket = cast.ticket("joao", "sac")
    for number in range(7):
        sold("joao@cliente.example", f"SOFA-{number}")
    person = cast.people["joao"].pk
    for way in (f"/desk/tickets/{ticket.protocol}/context/", f"/desk/people/{person}/"):
        page = marina.get(way).content.decode()
        assert "SOFA-6" in page
        assert "SOFA-2" in page
        assert "SOFA-1" not in page
        assert "2.199,00" in page
        assert "20/01/2026" in page


def test_a_colleagues_purchases_are_none_of_who_serves_them_inside(
    cast: Cast, sign_in: SignIn
) -> None:
    ticket = cast.ticket("ana", "rh")
    sold("ana@boapraca.example", "ANA-1")
    paulo = sign_in("paulo")
    for way in (
        f"/desk/tickets/{ticket.protocol}/context/",
        f"/desk/people/{cast.people['ana'].pk}/",
    ):
        answer = paulo.get(way)
        assert answer.status_code == 200
        assert "ANA-1" not in answer.content.decode()
