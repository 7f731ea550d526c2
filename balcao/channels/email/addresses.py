"""Mailboxes out of address headers, however they are written."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from email.utils import getaddresses

from balcao.core.text import one_line

from .charsets import decode
from .mail import Address
from .words import decode_words

_PLAIN = re.compile(
    r'\s*(?:"([^"\\<>]*)"|([^"<>@,;:\\()]*?))\s*<\s*([^\s<>@,;:"()]+@[^\s<>@,;:"()]+)\s*>\s*'
)
_BARE = re.compile(r'\s*([^\s<>@,;:"()]+@[^\s<>@,;:"()]+)\s*')
_ANYWHERE = re.compile(r'[^\s<>@,;:"()\[\]]{1,128}@[^\s<>@,;:"()\[\]]{1,255}')
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0<>,;:()\"\u2028\u2029]")
_MAX_HEADER = 64_000
_MAX_ADDRESSES = 500
_MAX_ADDRESS = 320


def normalize_address(text: str) -> str | None:
    """The address lower-cased, in one form of Unicode; None for what can't be a mailbox.

    A domain in Punycode is told in its own script, so that both forms are one mailbox.
    """
    address = unicodedata.normalize("NFC", text.strip().strip("<>").strip()).lower()
    local, at, domain = address.rpartition("@")
    local, domain = local.strip('"'), domain.strip(".")
    if not at or not local or not domain or len(address) > _MAX_ADDRESS:
        return None
    if _FORBIDDEN.search(local) or _FORBIDDEN.search(domain) or "@" in local or ".." in domain:
        return None
    if "xn--" in domain:
        with suppress(UnicodeError):
            domain = domain.encode("ascii").decode("idna")
    return f"{local}@{domain}"


def read_addresses(values: tuple[str, ...]) -> tuple[Address, ...]:
    """Every mailbox named by these headers (undecoded), in order, once; at most 500."""
    found: dict[str, Address] = {}
    for value in values:
        for name, raw in _pairs(value[:_MAX_HEADER]):
            address = normalize_address(raw)
            if address and address not in found:
                found[address] = Address(one_line(decode_words(name), 200), address)
            if len(found) >= _MAX_ADDRESSES:
                return tuple(found.values())
    return tuple(found.values())


def _pairs(value: str) -> list[tuple[str, str]]:
    text = value if value.isascii() else _eight_bit(value)
    one = _PLAIN.fullmatch(text)
    if one:
        return [(one[1] if one[1] is not None else one[2], one[3])]
    one = _BARE.fullmatch(text)
    if one:
        return [("", one[1])]
    try:
        pairs = [(name, address) for name, address in getaddresses([text]) if "@" in address]
    except (IndexError, ValueError, AttributeError, TypeError, RecursionError):
        pairs = []
    return pairs or [("", address) for address in _ANYWHERE.findall(text)]


def _eight_bit(value: str) -> str:
    return decode(value.encode("utf-8", "surrogateescape"), None)
