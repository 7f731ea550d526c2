"""Who may see which orders, and where an order is today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from balcao.core.actor import Hat
from balcao.core.errors import NotFound
from balcao.register.orders import queries
from balcao.register.orders.rules import Standing, standing
from tests.cast import Cast
from tests.statements import counted

from .selling import bought

TODAY = date(2026, 10, 15)


def numbers(found: list[queries.OrderRow]) -> list[str]:
    """Their numbers, in their order."""
    return [one["number"] for one in found]


def test_oneself_who_serves_and_administrators_see_them(cast: Cast) -> None:
    bought()
    joao = cast.people["joao"].pk
    readers = {name: cast.actor(name) for name in cast.people}

    def seen_by() -> set[str]:
        return {name for name, actor in readers.items() if queries.orders(actor, joao)}

    assert seen_by() == {"joao", "beto"}
    cast.ticket("joao", "sac")
    assert seen_by() == {"joao", "beto", "marina", "rita"}
    assert {name for name, actor in readers.items() if queries.page(actor)[0]} == seen_by()


def test_a_colleague_who_buys_shows_it_under_the_customers_hat_alone(cast: Cast) -> None:
    ana = cast.people["ana"].pk
    bought(customer=ana)
    cast.ticket("ana", "rh")
    actor = cast.actor("ana")
    assert numbers(queries.orders(actor.wearing(Hat.EXTERNAL), ana)) == ["1001"]
    assert queries.orders(actor.wearing(Hat.INTERNAL), ana) == []
    assert queries.orders(cast.actor("paulo"), ana) == []
    with pytest.raises(NotFound):
        queries.order(cast.actor("paulo"), bought(customer=ana).order_id)


def test_newest_first_and_page_by_page(cast: Cast) -> None:
    for number in range(7):
        bought(str(number), ordered_on=date(2026, 9, 1 + number // 2))
    joao = cast.actor("joao")
    first, cursor = queries.page(joao, person_id=joao.me, limit=4)
    rest, end = queries.page(joao, person_id=joao.me, cursor=cursor or "", limit=4)
    assert numbers(first) + numbers(rest) == ["6", "5", "4", "3", "2", "1", "0"]
    assert end is None
    assert numbers(queries.orders(joao, joao.me, limit=2)) == ["6", "5"]


@pytest.mark.parametrize("query", ["1001", "joao@cliente.example", " JOAO@cliente.example"])
def test_orders_are_found_by_number_or_customer(cast: Cast, query: str) -> None:
    bought()
    bought("77", customer="zoe@fora.example")
    assert numbers(queries.page(cast.actor("beto"), query)[0]) == ["1001"]
    assert queries.page(cast.actor("beto"), "ninguem@fora.example") == ([], None)
    assert queries.page(cast.actor("beto"), "9999") == ([], None)


def test_a_list_asks_as_much_for_two_orders_as_for_twenty(cast: Cast) -> None:
    actor = cast.actor("beto")
    for number in range(2):
        bought(str(number))
    few = counted(lambda: queries.page(actor))
    for number in range(2, 20):
        bought(str(number))
    assert counted(lambda: queries.page(actor)) == few == 1


@pytest.mark.parametrize(
    ("dates", "where"),
    [
        ({}, Standing.EXPECTED),
        ({"promised_on": TODAY}, Standing.EXPECTED),
        ({"promised_on": date(2026, 10, 14)}, Standing.LATE),
        ({"promised_on": TODAY, "delivered_on": TODAY}, Standing.DELIVERED),
        ({"delivered_on": TODAY}, Standing.DELIVERED),
        ({"promised_on": date(2026, 10, 1), "delivered_on": TODAY}, Standing.DELIVERED_LATE),
        ({"delivered_on": TODAY, "cancelled_on": TODAY}, Standing.CANCELLED),
    ],
)
def test_where_an_order_is(dates: dict[str, Any], where: Standing) -> None:
    known = {"promised_on": None, "delivered_on": None, "cancelled_on": None, **dates}
    assert standing(known, TODAY) is where
