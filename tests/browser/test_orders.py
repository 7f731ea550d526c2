"""Orders under axe and under fingers: the list, a file, a customer's own, a phone and a wide screen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from balcao.core.actor import SYSTEM
from balcao.register.orders import actions
from balcao.register.orders.models import Order, OrderImport

from .axe import faults_of
from .conftest import Screen

HOME = "/administracao/pedidos/"
FILE = (
    "Número;Data;Nome;E-mail;Prometido para;Valor;Observação\n"
    "1;10/01/2026;João;joao@cliente.example;20/01/2026;2.199,00;frágil\n"
    "2;31/02/2026;Fulana de Tal;fulana@fora.example;;10,00;\n"
    "3;11/01/2026;Lia Nova;lia@nova.example;;abc;\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of three orders, two of which can't be."""
    path = tmp_path / "janeiro.csv"
    path.write_bytes(FILE.encode("cp1252"))
    return path


@pytest.fixture
def sofa(screen: Screen) -> None:
    """João's sofa, late, and the ticket about it."""
    screen.cast.ticket("joao", "sac", "Sofá atrasado")
    for number, delivered in (("210001", date(2026, 1, 30)), ("210077", None)):
        actions.record_order(
            SYSTEM,
            number=number,
            customer="joao@cliente.example",
            ordered_on=date(2026, 1, 10),
            promised_on=date(2026, 1, 20),
            delivered_on=delivered,
            value=Decimal("2199.00"),
            store="Loja da Praça",
        )


def test_the_pages_of_orders_are_clean(screen: Screen, sofa: None, file: Path) -> None:
    with file.open("rb") as content:
        made = actions.import_orders(SYSTEM, content, file.name)
    actions.check_all(made.pk)
    joao = screen.cast.people["joao"].pk
    pages = {
        "beto": (HOME, f"{HOME}?q=nada", f"{HOME}arquivos/{made.pk}/"),
        "marina": (f"/desk/people/{joao}/",),
        "joao": ("/pedidos/",),
        "zoe": ("/pedidos/",),
    }
    assert faults_of(screen, pages) == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_file_is_brought_read_and_imported(screen: Screen, file: Path, script: bool) -> None:
    page = screen.page("beto", width=360, script=script)
    page.goto(HOME, wait_until="load")
    page.set_input_files("[name=file]", file)
    with page.expect_navigation():
        page.click("button:has(use[href*='file-import'])")
    made = OrderImport.objects.get()
    actions.check_all(made.pk)
    if not script:
        page.reload()
    page.wait_for_selector("text=31/02/2026")
    with page.expect_navigation():
        page.click("form[action$='/importar/'] button")
    actions.import_all(made.pk)
    if not script:
        page.reload()
    page.wait_for_selector(".pill-success")
    assert Order.objects.get().value == Decimal("2199.00")
