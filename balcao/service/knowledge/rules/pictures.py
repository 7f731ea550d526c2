"""What a picture is by its first bytes, and what a camera wrote into it taken out."""

from __future__ import annotations

from collections.abc import Iterator

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_PNG_HEAD = 8
_CAMERAS_PNG = (b"eXIf", b"tEXt", b"zTXt", b"iTXt")
# Application segments hold what cameras and programs say; JFIF and colour (Adobe, ICC) stay.
_CAMERAS_JPEG = frozenset(
    {0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xFE}
)
_SCAN, _START = 0xDA, 2


def kind_of_picture(data: bytes) -> str | None:
    """The media type of a picture that browsers show; None for anything else, SVG included."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return "image/webp" if is_webp else None


def without_camera(data: bytes) -> bytes:
    """A JPEG or PNG without place, device and remarks; other kinds, and broken ones, as they are."""
    kind = kind_of_picture(data)
    pieces = {"image/jpeg": _jpeg, "image/png": _png}.get(kind or "")
    if pieces is None:
        return data
    try:
        return b"".join(pieces(data))
    except IndexError:
        return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:_START]
    at = _START
    while data[at] == 0xFF and data[at + 1] != _SCAN:
        length = 2 + (data[at + 2] << 8) + data[at + 3]
        if data[at + 1] not in _CAMERAS_JPEG:
            yield data[at : at + length]
        at += length
    yield data[at:]


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:_PNG_HEAD]
    at = _PNG_HEAD
    while at < len(data):
        length = 12 + int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] not in _CAMERAS_PNG:
            yield data[at : at + length]
        at += length
