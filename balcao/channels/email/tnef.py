"""winmail.dat (TNEF): Outlook's own wrapping of attachments and bodies, unpacked."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from balcao.core.text import safe_file_name

from .tnef_bounds import is_bounded

_MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Files (name, type, data) and the bodies that a TNEF stream carried."""

    files: tuple[tuple[str, str, bytes], ...]
    text: str
    html: str


def unpack(data: bytes) -> Unpacked | None:
    """The contents of a TNEF stream; None when it can't be opened within bounds."""
    if not is_bounded(data):
        return None
    # Imported here because few mails carry one and every process would pay for it.
    from tnefparse import TNEF

    try:
        stream = TNEF(data, do_checksum=False)
        files = tuple(_file(each) for each in stream.attachments[:_MAX_FILES])
        return Unpacked(files, _text(stream.body), _text(stream.htmlbody))
    except Exception:  # the library raises many kinds on hostile input
        return None


def _file(attachment: object) -> tuple[str, str, bytes]:
    safe = safe_file_name(_name(attachment), "attachment")
    guessed = mimetypes.guess_type(safe)[0] or "application/octet-stream"
    data = getattr(attachment, "data", b"")
    if isinstance(data, list):
        data = b"".join(each for each in data if isinstance(each, bytes))
    return safe, guessed, bytes(data)


def _name(attachment: object) -> str:
    for candidate in ("long_filename", "name", "_name"):
        try:
            value = getattr(attachment, candidate)
            read = _text(value() if callable(value) else value).strip("\x00 ")
        except (UnicodeError, AttributeError):
            continue
        if read:
            return read
    return ""


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(_text(each) for each in value)
    if isinstance(value, bytes):
        return value.decode("cp1252", "replace").rstrip("\x00")
    return str(value).rstrip("\x00") if value else ""
