"""Orders as people read them: amounts, days, and where each is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.register.orders.rules import Standing

from .dates import locale

STANDINGS: Mapping[str, tuple[str | Promise, str, str]] = {
    Standing.EXPECTED: (_("On its way"), "info", "truck"),
    Standing.LATE: (_("Late"), "warning", "clock-exclamation"),
    Standing.DELIVERED: (_("Delivered"), "success", "circle-check"),
    Standing.DELIVERED_LATE: (_("Delivered late"), "warning", "circle-check"),
    Standing.CANCELLED: (_("Cancelled"), "neutral", "circle-x"),
}
"""Label, tone and picture of each standing."""

IMPORTS: Mapping[str, tuple[str | Promise, str]] = {
    "checking": (_("Being looked through"), "info"),
    "checked": (_("Waiting for your word"), "warning"),
    "importing": (_("Being imported"), "info"),
    "done": (_("Imported"), "success"),
    "discarded": (_("Discarded"), "neutral"),
}
"""Label and tone of each state of a file."""

LINES: Mapping[str, tuple[str | Promise, str]] = {
    "read": (_("Not looked at yet"), "neutral"),
    "added": (_("New order"), "success"),
    "changed": (_("Changes an order"), "info"),
    "same": (_("Nothing new"), "neutral"),
    "refused": (_("Refused"), "danger"),
}
"""Label and tone of what becomes of a line."""


def amount(value: Decimal, currency: str) -> str:
    """The amount in its currency, with the reader's separators."""
    return str(format_currency(value, currency, locale=locale()))


def numeric(day: date) -> str:
    """The day in digits, in the reader's order: for tables."""
    return format_date(day, "dd/MM/yyyy" if locale().language == "pt" else "yyyy-MM-dd")
