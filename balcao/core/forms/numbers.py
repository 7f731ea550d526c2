"""Numbers as people and machines write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .fields import Kind

MOST_DIGITS = 12
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED_COMMA = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_GROUPED_DOT = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


def decimal_of(told: object, language: str) -> Decimal | None:
    """The number that a value says; None for what is none, or has more than 12 digits before the point.

    `8.000` is eight thousand in Portuguese and eight in English; `8.000,50`, `8,000.50`, `R$ 8000.5`
    and numbers of JSON mean one thing in both.
    """
    if isinstance(told, bool) or not isinstance(told, (str, int, float, Decimal)):
        return None
    text = str(told) if not isinstance(told, str) else _bare(told)
    if isinstance(told, str):
        text = _pointed(text, language)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= Decimal(10) ** MOST_DIGITS:
        return None
    return number


def canonical(kind: Kind, number: Decimal) -> str:
    """The one way in which a number of a field is kept: amounts with two decimals."""
    if kind is Kind.MONEY:
        return str(number.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return format(number.normalize() + 0, "f")


def _bare(text: str) -> str:
    text = text[:40].strip().removeprefix("R$").strip()
    return text if len(text) < 32 else ""


def _pointed(text: str, language: str) -> str:
    """The text with a point before its decimals and nothing between its thousands; "" for no number."""
    if not text.isascii():
        return ""
    is_thousands = language.startswith("pt") and _GROUPED_DOT.fullmatch(text)
    if _PLAIN.fullmatch(text) and not is_thousands:
        return text
    if _COMMA.fullmatch(text) and not (language == "en" and _GROUPED_COMMA.fullmatch(text)):
        return text.replace(",", ".")
    if _GROUPED_DOT.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _GROUPED_COMMA.fullmatch(text):
        return text.replace(",", "")
    return ""
