"""Orders in the administration: the list, and a file from its choosing to its end."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.register.orders import actions
from balcao.register.orders.models import Order, OrderImport
from balcao.register.people.models import Person
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted

HOME = "/administracao/pedidos/"
HEAD = "Número;Data;Nome;E-mail;Entregue em;Valor;Observação\n"
FILE = HEAD + (
    "1;10/01/2026;João;joao@cliente.example;;10,00;frágil\n"
    "2;11/01/2026;Lia <b>Nova</b>;lia@nova.example;;20,00;\n"
    "3;31/02/2026;;joao@cliente.example;;30,00;\n"
)


@pytest.fixture
def beto(cast: Cast) -> Client:
    """Beto's browser, in English."""
    Person.objects.filter(pk=cast.people["beto"].pk).update(language="en")
    return signed_in(cast.people["beto"].pk)


def brought(client: Client, content: str = FILE) -> str:
    """The page that follows on a file."""
    file = SimpleUploadedFile("janeiro.csv", content.encode())
    answer = client.post(f"{HOME}arquivos/", {"file": file, "source": "erp"}, follow=True)
    return unescape(answer.content.decode())


def test_a_file_is_shown_line_by_line_before_anything_is_written(beto: Client) -> None:
    page = brought(beto)
    made = OrderImport.objects.get()
    assert 'hx-trigger="every 2s"' in page
    assert "0 of 3 lines" in page
    actions.check_all(made.pk)
    way = f"{HOME}arquivos/{made.pk}/"
    shown = beto.get(way).content.decode()
    page = unescape(shown)
    assert "2 bring a new order, 0 change one, 0 say nothing new and 1 are refused" in page
    assert "Lines that would add a customer: 1." in page
    assert "“31/02/2026” is no date" in page
    assert "Columns left aside: Observação" in page
    assert "Lia &lt;b&gt;" in shown
    assert "every 2s" not in page
    refused = unescape(beto.get(f"{way}?state=refused").content.decode())
    assert "31/02/2026" in refused
    assert "lia@nova.example" not in refused
    assert not Order.objects.exists()
    beto.post(f"{way}importar/")
    actions.import_all(made.pk)
    page = unescape(beto.get(way).content.decode())
    assert "New orders: 2. Changed: 0. Nothing new: 0. Refused: 1. Customers added: 1." in page
    assert "“31/02/2026” is no date" in page
    page = unescape(beto.get(HOME).content.decode())
    assert "janeiro.csv" in page
    assert "R$" in page


def test_a_file_may_be_put_aside(beto: Client) -> None:
    brought(beto)
    made = OrderImport.objects.get()
    assert (
        "put aside"
        in beto.post(f"{HOME}arquivos/{made.pk}/descartar/", follow=True).content.decode()
    )
    assert "This file was put aside" in beto.get(f"{HOME}arquivos/{made.pk}/").content.decode()
    again = beto.post(f"{HOME}arquivos/{made.pk}/importar/", follow=True)
    assert "waiting to be imported" in again.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("a;b\n1;2", "Order number"),
        (HEAD, "no order below"),
        ("PK\x03\x04", "spreadsheet"),
    ],
)
def test_what_is_no_file_of_orders_says_why(beto: Client, content: str, words: str) -> None:
    assert words in brought(beto, content)
    assert not OrderImport.objects.exists()


def test_no_file_and_too_large_a_file_are_refused(beto: Client, settings: Any) -> None:
    answer = beto.post(f"{HOME}arquivos/", follow=True)
    assert "Choose a file." in answer.content.decode()
    settings.UPLOAD_MAX_BYTES = 20
    assert "larger than" in brought(beto)


def test_long_files_are_read_page_by_page(beto: Client) -> None:
    line = "{};10/01/2026;;joao@cliente.example;;1;\n"
    brought(beto, HEAD + "".join(line.format(f"N{number:03d}") for number in range(60)))
    made = OrderImport.objects.get()
    actions.check_all(made.pk)
    way = f"{HOME}arquivos/{made.pk}/"
    first = beto.get(way).content.decode()
    assert "N049" in first
    assert "N050" not in first
    assert "after=51" in first
    assert "N050" in beto.get(f"{way}?state=&after=51").content.decode()


def test_orders_are_found_by_number_and_customer(beto: Client) -> None:
    for number in ("SOFA", "MESA"):
        actions.record_order(
            SYSTEM, number=number, customer="joao@cliente.example", ordered_on=date(2026, 1, 10)
        )
    page = beto.get(f"{HOME}?q=SOFA").content.decode()
    assert "SOFA" in page
    assert "MESA" not in page
    assert "MESA" in beto.get(f"{HOME}?q=joao@cliente.example").content.decode()
    assert "No order found" in beto.get(f"{HOME}?q=nada").content.decode()


def test_the_list_asks_as_much_for_two_orders_as_for_twenty(beto: Client) -> None:
    def sell(numbers: range) -> None:
        for number in numbers:
            actions.record_order(
                SYSTEM,
                number=str(number),
                customer="joao@cliente.example",
                ordered_on=date(2026, 1, 10),
            )

    sell(range(2))
    beto.get(HOME)
    few = counted(lambda: beto.get(HOME))
    sell(range(2, 20))
    assert counted(lambda: beto.get(HOME)) == few <= 7


def test_it_is_nobody_elses(cast: Cast) -> None:
    for name in ("rita", "marina", "ana", "lucia", "joao"):
        client = signed_in(cast.people[name].pk)
        assert client.get(HOME).status_code == 404
        assert client.post(f"{HOME}arquivos/").status_code == 404
