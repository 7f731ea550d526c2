"""Names, sizes, numbers and protocols as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from balcao.core.html import from_markdown
from balcao.service.tickets import rules

from .dates import locale

_MARKS = re.compile(r"[*`~]{1,3}|^[#>]+ ?", re.MULTILINE)
HUES = 12
PERSON = {
    "employee": _("Employee"),
    "outsourced": _("Outsourced"),
    "contractor": _("Contractor"),
    "supplier": _("Supplier"),
    "customer": _("Customer"),
    "occasional": _("Occasional"),
    "repeat": _("Repeat"),
    "contract": _("Contract"),
    "lapsed": _("Lapsed"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "chat": _("Chat"),
    "portal": _("Portal"),
}
METHOD = {
    "observed": _("observed"),
    "declared": _("declared"),
    "inferred": _("inferred"),
}
LANGUAGES = {"pt-br": "Português", "en": "English", "es": "Español"}
_UNITS = ("B", "kB", "MB", "GB")


def initials(name: str) -> str:
    """Up to two letters for a name: the first and the last word's."""
    parts = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    if not parts:
        return "?"
    last = parts[-1][0] if len(parts) > 1 else ""
    return (parts[0][0] + last).upper()


def hue(name: str) -> int:
    """A number from 0 to 11, always the same for the same name."""
    return crc32(name.encode()) % HUES


def size(count: int) -> str:
    """A number of bytes as people read it."""
    value = float(count)
    unit = 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value /= 1000
        unit += 1
    return f"{format_decimal(round(value, 1 if unit > 0 and value < 10 else 0), locale=locale())} {_UNITS[unit]}"


def number(value: int | float) -> str:
    """A number with the reader's separators."""
    return _number(value, locale())


@lru_cache(maxsize=4096)
def _number(value: int | float, reader: Locale) -> str:
    return str(format_decimal(value, locale=reader))


def protocol(digits: str) -> str:
    """The protocol grouped with spaces, which break nowhere."""
    return rules.group_protocol(digits).replace(" ", "\N{NO-BREAK SPACE}")


def lines(text: str) -> Markup:
    """Plain text with its paragraphs and line breaks kept."""
    paragraphs = str(escape(text.strip())).replace("\r\n", "\n").split("\n\n")
    return Markup(  # noqa: S704 - escaped above
        "".join(
            f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip()
        )
    )


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """What an agent wrote, with its Markdown shown."""
    return Markup(from_markdown(text))  # noqa: S704 - sanitized there


def plain(text: str) -> str:
    """Text on one line, without the marks of Markdown: for previews."""
    return " ".join(_MARKS.sub("", text).split())


def choices_of(
    rows: Iterable[Mapping[str, object]], value: str, label: str
) -> list[tuple[object, object]]:
    """Pairs for a select, from rows."""
    return [(row[value], row[label]) for row in rows]
