"""Bytes to text whatever they are labelled: the label is tried, then guessed, never trusted."""

from __future__ import annotations

import codecs
from functools import lru_cache

# Labels seen in the wild that Python doesn't know.
_ALIASES = {
    "ansi_x3.4-1968": "ascii",
    "cp-850": "cp850",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601": "cp949",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
    "x-windows-949": "cp949",
}
# Encodings read as the superset that people really used, by Python's own names.
_SUPERSETS = {
    "ascii": "utf-8",
    "big5": "big5hkscs",
    "cp1252": "cp1252",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso2022_jp": "iso2022_jp_ext",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
_NOT_TEXT = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_PROBE = "Aa09+-/~{}$(=?@\\"


@lru_cache(maxsize=256)
def codec_name(label: str | None) -> str | None:
    """Python's name of the codec for a label; None for an unknown or unsuitable one."""
    if not label:
        return None
    wanted = label.strip().strip("\"'").lower().partition("*")[0][:40]
    try:
        codec = codecs.lookup(_ALIASES.get(wanted, wanted))
    except (LookupError, ValueError):
        return None
    if codec.name in _NOT_TEXT or not codec._is_text_encoding:
        return None
    return _SUPERSETS.get(codec.name, codec.name)


@lru_cache(maxsize=256)
def _extends_ascii(name: str) -> bool:
    """True when ASCII bytes mean themselves: no escapes, shifts or wide units."""
    if name.startswith(("iso2022", "hz", "utf-7")):
        return False
    return _PROBE.encode("ascii").decode(name, "replace") == _PROBE


def decode(data: bytes, label: str | None) -> str:
    """The bytes as text; an unknown or wrong label falls back to UTF-8, then windows-1252."""
    name = codec_name(label)
    if data.isascii() and (name is None or _extends_ascii(name)):
        return data.decode("ascii")
    for candidate in (name, "utf-8"):
        if candidate is None:
            continue
        try:
            return data.decode(candidate).removeprefix("\ufeff")
        except (UnicodeError, ValueError):
            continue
    return _mended(data, name or "utf-8")


def _mended(data: bytes, name: str) -> str:
    """Text of bytes that fit no label: few unreadable characters, else a guess at windows-1252."""
    mended = data.decode(name, "replace").removeprefix("\ufeff")
    foreign = sum(not c.isascii() for c in mended)
    if mended.count("\ufffd") * 4 <= foreign:
        return mended
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
