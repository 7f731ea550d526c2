"""Why an asset or a file of assets can't be taken, in words for whoever brought it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balcao.core.importing import Refused

SHOWN = 40

COLUMNS: Mapping[str, str | Promise] = {
    "number": _("Asset number"),
    "type": _("Type"),
    "name": _("What it is"),
    "state": pgettext_lazy("asset", "State"),
    "owner": _("Used by"),
    "department": _("Department"),
    "place": _("Place"),
    "serial": _("Serial number"),
    "bought_on": _("Bought on"),
    "price": _("Price"),
    "supplier": _("Supplier"),
    "warranty_until": _("Warranty until"),
    "notes": _("Notes of the keepers"),
}

REASONS: Mapping[str, str | Promise] = {
    "missing": _("{column}: it is missing."),
    "date": _("{column}: “{value}” is no date. Write 31/12/2026 or 2026-12-31."),
    "amount": _("{column}: “{value}” is no amount. Write 1.234,56 or 1234.56."),
    "future": _("{column}: “{value}” is still to come."),
    "formula": _("{column}: “{value}” starts like a formula of a spreadsheet."),
    "long": _("{column}: it is longer than {value} characters."),
    "unreadable": _("{column}: some of its characters could not be read."),
    "number": _("“{value}” can't be the number of a label: letters, digits, dots and hyphens only."),
    "taken": _("Another asset has the number {value} already."),
    "state": _("“{value}” is no state. Write in use, in stock, under repair, retired or lost."),
    "type": _("There is no type “{value}”."),
    "owner": _("Nobody who works here has the address “{value}”."),
    "department": _("There is no department “{value}”."),
    "unused": _("What is in stock or retired is used by nobody: leave “used by” empty."),
    "warranty": _("The warranty ends before the purchase."),
    "field": _("{column}: {value}"),
    "no_field": _("{column}: this type has no such field."),
    "twice": _("This number stands in line {value} already. Write one line an asset."),
    "cells": _("It has more cells than the first line has names."),
    "quotes": _("Its quotation marks don't match."),
}  # fmt: skip


class WrongAsset(Refused):
    """An asset that can't be taken; `reason` is one of REASONS, `about` names column and value."""

    def __init__(self, reason: str, column: str = "", value: object = "") -> None:
        about = {"column": column, "value": str(value)[: SHOWN * 4]}
        super().__init__(reason, about, worded(reason, about), column)


def worded(reason: str, about: Mapping[str, str]) -> str:
    """The reason in the reader's language; empty for none."""
    if reason not in REASONS:
        return ""
    told = about.get("column", "")
    return str(REASONS[reason]).format(
        column=COLUMNS.get(told, told), value=about.get("value", "")[:SHOWN]
    )
