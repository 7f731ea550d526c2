"""What can be said of orders, and of files of them, without asking the database."""

from balcao.core.tables import WrongFile

from .columns import Columns
from .files import Table, read_table
from .lines import customer_by, read_customer, read_line
from .refusals import COLUMNS, REASONS, WrongOrder, worded
from .told import (
    FACTS,
    Customer,
    Standing,
    Told,
    news,
    require_order_of_dates,
    require_sound,
    standing,
)

__all__ = [
    "COLUMNS",
    "FACTS",
    "REASONS",
    "Columns",
    "Customer",
    "Standing",
    "Table",
    "Told",
    "WrongFile",
    "WrongOrder",
    "customer_by",
    "news",
    "read_customer",
    "read_line",
    "read_table",
    "require_order_of_dates",
    "require_sound",
    "standing",
    "worded",
]
