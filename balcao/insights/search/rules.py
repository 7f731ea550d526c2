"""What a query asks for and how a hit is shown: pure, without database, clock or settings."""

from __future__ import annotations

import base64
import re

from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid
from balcao.core.finding import (
    PREFIX_FROM,
    QUIET,
    SNIPPET_LENGTH,
    WORDS_MAX,
    Marked,
    Word,
    asked,
    named,
    plain,
    snippet,
)

PROTOCOL_FROM = 8
PROTOCOL_LENGTH = 12

__all__ = [
    "PREFIX_FROM",
    "PROTOCOL_FROM",
    "PROTOCOL_LENGTH",
    "QUIET",
    "SNIPPET_LENGTH",
    "WORDS_MAX",
    "Marked",
    "Word",
    "asked",
    "like",
    "named",
    "plain",
    "protocol_beginning",
    "read_place",
    "snippet",
    "write_place",
]

_SEPARATORS = re.compile(r"[\s.\-/_·#]+")
_PLACE = re.compile(r"place ([0-9]{1,6})")


def protocol_beginning(told: str) -> str:
    """The digits of a protocol, or of most of one, in any notation; else empty."""
    digits = _SEPARATORS.sub("", told)
    is_number = digits.isascii() and digits.isdigit()
    return digits if is_number and PROTOCOL_FROM <= len(digits) <= PROTOCOL_LENGTH else ""


def like(told: str) -> str:
    """The text for LIKE, each of its characters meaning itself."""
    return told.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def write_place(skipped: int) -> str:
    """An opaque cursor behind this many results."""
    return base64.urlsafe_b64encode(f"place {skipped}".encode()).decode().rstrip("=")


def read_place(cursor: str) -> int:
    """How many results stand before the cursor; Invalid when it is none of ours."""
    if not cursor:
        return 0
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except ValueError:
        told = ""
    found = _PLACE.fullmatch(told)
    if found is None:
        raise Invalid(_("This cursor is not one of ours."))
    return int(found[1])
