"""Why an order or a file of orders can't be taken, in words for whoever brought it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.importing import Refused

SHOWN = 40

COLUMNS: Mapping[str, str | Promise] = {
    "number": _("Order number"),
    "ordered_on": _("Ordered on"),
    "promised_on": _("Promised for"),
    "delivered_on": _("Delivered on"),
    "cancelled_on": _("Cancelled on"),
    "value": _("Amount"),
    "currency": _("Currency"),
    "channel": _("Sales channel"),
    "store": _("Store"),
    "region": _("Region"),
    "name": _("Customer's name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "document": _("CPF or CNPJ"),
}

REASONS: Mapping[str, str | Promise] = {
    "missing": _("{column}: it is missing."),
    "date": _("{column}: “{value}” is no date. Write 31/12/2026 or 2026-12-31."),
    "amount": _("{column}: “{value}” is no amount. Write 1.234,56 or 1234.56."),
    "currency": _("{column}: “{value}” is no currency. Write three letters, such as BRL."),
    "future": _("{column}: “{value}” is still to come."),
    "before": _("{column}: it comes before the order."),
    "formula": _("{column}: “{value}” starts like a formula of a spreadsheet."),
    "long": _("{column}: it is longer than {value} characters."),
    "unreadable": _("{column}: some of its characters could not be read."),
    "email": _("{column}: “{value}” is no mail address."),
    "phone": _("{column}: “{value}” is no phone number."),
    "document": _("{column}: “{value}” is no valid CPF or CNPJ."),
    "customer": _("It doesn't say who bought: by e-mail, phone, CPF or CNPJ."),
    "unknown": _("Nobody in the register is this customer; with name and e-mail or phone they would be added."),
    "company": _("No company in the register has this CNPJ."),
    "several": _("Not exactly one person buys for this company: say who, by e-mail, phone or CPF."),
    "two_people": _("What it says of the customer belongs to two different people."),
    "other_customer": _("The order with this number belongs to another customer."),
    "twice": _("This number stands in line {value} already. Write one line an order."),
    "cells": _("It has more cells than the first line has names."),
    "quotes": _("Its quotation marks don't match."),
}  # fmt: skip


class WrongOrder(Refused):
    """An order that can't be taken; `reason` is one of REASONS, `about` names column and value."""

    def __init__(self, reason: str, column: str = "", value: object = "") -> None:
        about = {"column": column, "value": str(value)[:SHOWN]}
        super().__init__(reason, about, worded(reason, about), column)


def worded(reason: str, about: Mapping[str, str]) -> str:
    """The reason in the reader's language; empty for none."""
    if reason not in REASONS:
        return ""
    column = COLUMNS.get(about.get("column", ""), "")
    return str(REASONS[reason]).format(column=column, value=about.get("value", ""))
