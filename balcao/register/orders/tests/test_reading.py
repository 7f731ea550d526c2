"""Files as they come: encodings, separators, dates, amounts, and what only looks like an order."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.register.orders.rules import (
    Told,
    WrongFile,
    WrongOrder,
    read_customer,
    read_line,
    read_table,
)
from balcao.register.orders.rules.values import read_amount, read_date

NAMES = "Número do pedido;Data da compra;Nome;E-mail;Valor"
LINE = "1001;01/09/2026;João Souza;joao@cliente.example;2.199,00"


def read(content: bytes) -> list[Told | None]:
    """Each line as an order; None for one whose quotation marks don't match."""
    table = read_table(io.BytesIO(content))
    return [
        read_line(table.columns, record.cells, "") if record.cells is not None else None
        for record in table.records
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_one_order_in_whatever_dress(encoding: str, separator: str, ending: str) -> None:
    cells = [LINE.split(";"), NAMES.split(";")]
    written = ending.join(separator.join(f'"{cell}"' for cell in line) for line in reversed(cells))
    [told] = read((written + ending).encode(encoding))
    assert told is not None
    assert (told.number, told.ordered_on, told.value) == (
        "1001",
        date(2026, 9, 1),
        Decimal("2199.00"),
    )
    assert told.customer.name == "João Souza"


def test_what_a_spreadsheet_adds_is_understood() -> None:
    content = f'\ufeffsep=;\r\n\r\n{NAMES};Obs.\r\n="0012";2026-09-01 00:00:00;-;JOAO@cliente.example;R$ 10;x\r\n'
    table = read_table(io.BytesIO(content.encode()))
    assert table.columns.ignored == ("Obs.",)
    [record] = table.records
    assert record.line == 4
    told = read_line(table.columns, record.cells or [], "erp")
    assert (told.number, told.customer.name, told.value) == ("0012", "", Decimal("10.00"))
    assert (told.customer.email, told.source) == ("joao@cliente.example", "erp")


def test_a_stray_quotation_mark_costs_its_own_line_alone() -> None:
    lines = [LINE.replace("1001", str(number)) for number in range(1, 41)]
    lines[4] = '5;01/09/2026;"João;joao@cliente.example;1'
    lines[39] = '40;01/09/2026;"João'
    found = read("\n".join([NAMES, *lines]).encode())
    assert [place for place, told in enumerate(found) if told is None] == [4, 39]
    assert [told.number for told in found if told] == [
        str(number) for number in range(1, 41) if number not in (5, 40)
    ]


def test_a_cell_of_several_lines_keeps_the_count_of_lines() -> None:
    content = f'{NAMES}\n1;01/09/2026;"João\nSouza";joao@cliente.example;1\n{LINE}\n'
    table = read_table(io.BytesIO(content.encode()))
    assert [record.line for record in table.records] == [2, 4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04sheet", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0old", "spreadsheet"),
        (b"a;b\0c", "no text file"),
        (b"Data;E-mail\n", "Order number"),
        ("Número;E-mail\n".encode(), "Ordered on"),
        ("Número;Data\n".encode(), "who bought"),
        ("Número;Pedido;Data;E-mail\n".encode(), "say the same"),
        (b"Numero;Data;E-mail\n" + b"x" * 30_000, "longer than 20,000"),
    ],
)
def test_what_is_no_table_of_orders_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(WrongFile, match=words):
        [*read_table(io.BytesIO(content)).records]


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("R$ 1.234.567,8", "1234567.80"),
        ("R$\xa010", "10.00"),
        ("1.234", "1234.00"),
        ("0", "0.00"),
    ],
)
def test_amounts_of_both_notations(told: str, amount: str) -> None:
    assert read_amount("value", told) == Decimal(amount)


@pytest.mark.parametrize(
    "told",
    ["dez", "1.2.3", "1,234", "12,345,6", "1e9", "-5", "١٢", "=1+1", "9" * 11, "1 000", "NaN"],
)
def test_what_is_no_amount_is_refused(told: str) -> None:
    with pytest.raises(WrongOrder, match="no amount"):
        read_amount("value", told)


@pytest.mark.parametrize("told", ["01/09/2026", "1/9/2026", "01-09-2026", "01.09.2026", "2026-09-01",
                                  "2026-09-01T10:00:00Z", "01/09/2026 10:30"])  # fmt: skip
def test_dates_of_both_notations(told: str) -> None:
    assert read_date("ordered_on", told) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "told",
    ["31/02/2026", "29/02/2025", "2026-13-01", "00/00/0000", "1/9/26", "ontem", "45000", "01/09/0206",
     "2026/09/01", "١/٩/٢٠٢٦"],
)  # fmt: skip
def test_days_that_do_not_exist_are_refused(told: str) -> None:
    with pytest.raises(WrongOrder, match="no date"):
        read_date("ordered_on", told)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert read_date("ordered_on", f"{day:%d/%m/%Y}") == day == read_date("x", day.isoformat())


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_every_amount_is_read_back(amount: Decimal) -> None:
    brazilian = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert read_amount("value", brazilian) == amount == read_amount("value", f"{amount:.2f}")


@given(st.text(max_size=30))
def test_any_words_are_read_or_refused(told: str) -> None:
    for read_one in (read_date, read_amount):
        with suppress(WrongOrder):
            assert read_one("value", told) is None or told.strip()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    beginning = "Número;Data;E-mail\n".encode()
    for whole in (content, beginning + content):
        with suppress(WrongFile, WrongOrder):
            assert all(told is None or told.number for told in read(whole))


def test_zeros_that_a_spreadsheet_took_are_put_back() -> None:
    assert read_customer(document="191").cpf == "00000000191"


def test_bytes_that_are_no_character_name_their_column() -> None:
    content = f"{NAMES}\n".encode("cp1252") + b"1;01/09/2026;Jo\x81o;joao@cliente.example;1\n"
    with pytest.raises(WrongOrder, match=r"Customer.s name: some of its characters"):
        read(content)


@pytest.mark.parametrize("column", [0, 2, 3])
@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1"])
def test_formulas_are_refused_where_words_belong(column: int, formula: str) -> None:
    cells = LINE.split(";")
    cells[column] = formula + ("@x.example" if column == 3 else "")
    table = read_table(io.BytesIO(f"{NAMES}\n".encode()))
    with pytest.raises(WrongOrder):
        read_line(table.columns, cells, "")


def test_more_cells_than_names_are_refused() -> None:
    with pytest.raises(WrongOrder, match="more cells"):
        read(f"{NAMES}\n{LINE};a mais\n".encode())
    assert read(f"{NAMES}\n{LINE};;\n".encode())
