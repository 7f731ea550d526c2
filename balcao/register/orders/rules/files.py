"""A file of orders: a table whose first line says which column is what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from balcao.core import tables

from .columns import Columns, columns_of


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: which column is which, and its lines."""

    columns: Columns
    records: Iterator[tables.Record]


def read_table(file: BinaryIO) -> Table:
    """The file's columns and lines; WrongFile when it is no table of orders."""
    found = tables.read_table(file)
    return Table(columns_of(found.names), found.records)
