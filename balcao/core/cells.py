"""Cells of a table: dates, amounts and words as people write them in a spreadsheet."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

MAX_AMOUNT = Decimal("9999999999.99")
FIRST_YEAR, LAST_YEAR = 1970, 2199

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.,Z+\-]*)?")
_BRAZILIAN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: [0-9:]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?")
_COMMAED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,2}")
_AS_TEXT = re.compile(r'="([^"]*)"')
_FORMULA = ("=", "@", "+", "-")


class WrongCell(ValueError):
    """A cell that says nothing one could keep; `reason` is date, amount, formula or long."""

    def __init__(self, reason: str, value: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


def read_date(told: str) -> date | None:
    """The day in dd/mm/aaaa or ISO, hours left aside; None when empty. WrongCell when it is none."""
    if not told:
        return None
    iso, brazilian = _ISO.fullmatch(told), _BRAZILIAN.fullmatch(told)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif brazilian:
        day, month, year = (int(part) for part in brazilian.groups())
    else:
        raise WrongCell("date", told)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongCell("date", told)
    try:
        return date(year, month, day)
    except ValueError:
        raise WrongCell("date", told) from None


def read_amount(told: str) -> Decimal | None:
    """The amount written as 1.234,56, 1234,56, 1234.56 or 1,234.56, with R$ or not.

    `1.234` is a thousand and more; `1,234` may be either and is refused with the rest.
    """
    bare = told.upper().removeprefix("R$").replace("\xa0", " ").strip()
    if not bare:
        return None
    if _DOTTED.fullmatch(bare):
        plain = bare.replace(".", "").replace(",", ".")
    elif _COMMAED.fullmatch(bare):
        plain = bare.replace(",", "")
    elif _PLAIN.fullmatch(bare):
        plain = bare.replace(",", ".")
    else:
        raise WrongCell("amount", told)
    if len(plain) > 20 or Decimal(plain) > MAX_AMOUNT:
        raise WrongCell("amount", told)
    return Decimal(plain).quantize(Decimal("0.01"))


def read_words(told: str, longest: int) -> str:
    """Words of a cell in one line; WrongCell for what a spreadsheet would compute, or is too long.

    `="00123"`, which spreadsheets write to keep zeros, is the text within it.
    """
    kept = _AS_TEXT.fullmatch(told)
    words = " ".join((kept[1] if kept else told).split())
    if words.startswith(_FORMULA):
        raise WrongCell("formula", words)
    if len(words) > longest:
        raise WrongCell("long", longest)
    return words
