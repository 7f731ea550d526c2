"""Header values to text: encoded words (RFC 2047), raw 8-bit, folds, ids and dates."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from binascii import Error as Base64Error
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .charsets import decode

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_ID = re.compile(r"<([^<>]{1,2000})>")
_MAX_DECODED = 20_000
_MAX_ID = 500
_MAX_REFERENCES = 100


def unfold(value: str) -> str:
    """The value in one line, as it was before folding; raw 8-bit stays as surrogates."""
    if "\n" not in value and "\r" not in value:
        return value.strip(" \t")
    return " ".join(line.strip(" \t") for line in value.splitlines()).strip(" \t")


def decode_words(value: str) -> str:
    """The value with its encoded words and raw 8-bit decoded; what can't be read stays as is."""
    value = value[:_MAX_DECODED]
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape"), None)
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending = b""
    pending_label = ""
    end = 0
    for found in _WORD.finditer(value):
        between = value[end : found.start()]
        joins = bool(pending_label) and not between.strip()
        label = found[1].partition("*")[0].lower()
        data = _word_bytes(found[2], found[3])
        # A character may be split over two words (forbidden, and common): join their bytes.
        if joins and label == pending_label:
            pending += data
        else:
            pieces.append(decode(pending, pending_label or None))
            if not joins:
                pieces.append(between)
            pending, pending_label = data, label
        end = found.end()
    pieces += [decode(pending, pending_label or None), value[end:]]
    return "".join(pieces)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        data = data.replace(b"_", b" ")
        return _HEX.sub(lambda found: bytes([int(found[1], 16)]), data)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except (Base64Error, ValueError):
        return b64decode(data[: len(data) // 4 * 4])


def read_ids(value: str) -> tuple[str, ...]:
    """The Message-IDs of a header, without <>; of more than 100 the first and the last ones."""
    found = [_bounded("".join(each.split())) for each in _ID.findall(value)]
    if not found:
        found = [_bounded(word.strip("<>,;")) for word in value.split() if "@" in word]
    found = [each for each in found if each]
    if len(found) > _MAX_REFERENCES:
        found = [found[0], *found[1 - _MAX_REFERENCES :]]
    return tuple(dict.fromkeys(found))


def read_id(value: str | None) -> str | None:
    """The Message-ID of a header, without <>; None where there is none."""
    if not value:
        return None
    found = _ID.search(value)
    plain = "".join((found[1] if found else value).split()).strip("<>")
    return _bounded(plain) or None


def _bounded(identifier: str) -> str:
    """The id, or of a monstrous one its beginning and a digest of it all."""
    identifier = "".join(c if c.isprintable() else "?" for c in identifier)
    if len(identifier) <= _MAX_ID:
        return identifier
    digest = hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()
    return f"{identifier[: _MAX_ID - 65]}#{digest}"


def read_date(value: str | None) -> datetime | None:
    """The instant of a Date header in UTC; None for a missing or senseless one."""
    if not value:
        return None
    try:
        read = parsedate_to_datetime(value[:200])
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
