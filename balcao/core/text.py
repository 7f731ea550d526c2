"""Plain text made safe to compare, to store and to name files with."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ς": "σ"}
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BREAKING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNFIT_FOR_NAMES = re.compile(r'[<>:"|?*]')
_ENCODED = re.compile(r"%(?=%|[0-9A-Fa-f]{2})")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_MAX_NAME_BYTES = 200


def N_(message: str) -> str:  # noqa: N802 (the name every extractor of msgids knows)
    """Mark a msgid for the catalogue; it is translated where it is shown."""
    return message


def fold(text: str) -> str:
    """Accent-blind and lower-cased, by the same rules as the SQL function `fold`."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return bare.lower().translate(_LETTERS)


def clean(text: str) -> str:
    """The text without what PostgreSQL refuses (NUL, lone surrogates), else untouched."""
    return _UNSTORABLE.sub("", text)


def one_line(text: str, limit: int = 998) -> str:
    """The text in one line of at most `limit` characters, without control characters."""
    return _BREAKING.sub(" ", clean(text)).strip()[:limit].rstrip()


def safe_file_name(name: str, fallback: str = "file") -> str:
    """A plain file name: no path, control or direction characters, at most 200 bytes."""
    name = unicodedata.normalize("NFC", clean(name))
    name = "".join(" " if c.isspace() else c for c in name)
    name = "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)
    pieces = (piece.strip(" .") for piece in re.split(r"[/\\]", name))
    name = next((piece for piece in reversed([*pieces]) if piece), "")
    name = _ENCODED.sub("_", _UNFIT_FOR_NAMES.sub("_", name))
    name = _shortened(" ".join(name.split()))
    if _DEVICES.fullmatch(name):
        name = "_" + name
    return name or fallback


def _shortened(name: str) -> str:
    """At most 200 bytes of UTF-8, the extension kept."""
    if len(name.encode()) <= _MAX_NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension.encode()) > 20:
        stem, dot, extension = name, "", ""
    room = _MAX_NAME_BYTES - len(dot) - len(extension.encode())
    kept = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{kept}{dot}{extension}"
