"""Dates, amounts and words of an order as people write them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from balcao.core import cells

from .refusals import WrongOrder


def read_date(column: str, told: str) -> date | None:
    """The day in dd/mm/aaaa or ISO; None when empty. WrongOrder when it is none."""
    with _of(column):
        return cells.read_date(told)


def read_amount(column: str, told: str) -> Decimal | None:
    """The amount in any of the usual notations; None when empty. WrongOrder when it is none."""
    with _of(column):
        return cells.read_amount(told)


def read_words(column: str, told: str, longest: int) -> str:
    """Words of a cell in one line; WrongOrder for what a spreadsheet would compute, or is too long."""
    with _of(column):
        return cells.read_words(told, longest)


@contextmanager
def _of(column: str) -> Iterator[None]:
    """A cell that can't be read is a reason to refuse the order, by the name of its column."""
    try:
        yield
    except cells.WrongCell as wrong:
        raise WrongOrder(wrong.reason, column, wrong.value) from None
