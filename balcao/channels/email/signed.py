"""What a signature wraps (opaque S/MIME, clear-signed OpenPGP), read without key or trust."""

from __future__ import annotations

_SEQUENCE = 0x30
_OBJECT_IDENTIFIER = 0x06
_OCTETS = 0x04
_OCTETS_IN_PIECES = 0x24
_EXPLICIT = 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_MAX_DEPTH = 16


class _Broken(ValueError):
    """Not the structure it should be."""


def opened(data: bytes) -> bytes | None:
    """The content of a CMS SignedData (RFC 5652, BER or DER); None for anything else."""
    try:
        content_info = _inside(data, 0, _SEQUENCE)
        kind, position = _element(data, content_info, _OBJECT_IDENTIFIER)
        if data[kind[0] : kind[1]] != _SIGNED_DATA:
            return None
        signed_data = _inside(data, _inside(data, position, _EXPLICIT), _SEQUENCE)
        _, position = _element(data, signed_data)  # version
        _, position = _element(data, position)  # digestAlgorithms
        encapsulated = _inside(data, position, _SEQUENCE)
        _, position = _element(data, encapsulated, _OBJECT_IDENTIFIER)
        return _octets(data, _inside(data, position, _EXPLICIT), 0)
    except (_Broken, IndexError):
        return None


def _header(data: bytes, position: int) -> tuple[int, int, int | None]:
    """Tag, where the content begins, and its length; None for one closed by two zeros."""
    tag, length = data[position], data[position + 1]
    position += 2
    if length < 0x80:
        return tag, position, length
    if length == 0x80:
        return tag, position, None
    width = length & 0x7F
    if width > 8:
        raise _Broken
    return tag, position + width, int.from_bytes(data[position : position + width], "big")


def _inside(data: bytes, position: int, expected: int) -> int:
    tag, begin, _ = _header(data, position)
    if tag != expected:
        raise _Broken
    return begin


def _element(
    data: bytes, position: int, expected: int | None = None
) -> tuple[tuple[int, int], int]:
    """Where the content of the element begins and ends, and where the next element begins."""
    tag, begin, length = _header(data, position)
    if expected is not None and tag != expected:
        raise _Broken
    if length is not None:
        if begin + length > len(data):
            raise _Broken
        return (begin, begin + length), begin + length
    end = _end_of_open(data, begin, 0)
    return (begin, end), end + 2


def _end_of_open(data: bytes, position: int, depth: int) -> int:
    if depth > _MAX_DEPTH:
        raise _Broken
    while data[position] or data[position + 1]:
        _, begin, length = _header(data, position)
        position = (
            begin + length if length is not None else _end_of_open(data, begin, depth + 1) + 2
        )
    return position


def _octets(data: bytes, position: int, depth: int) -> bytes:
    if depth > _MAX_DEPTH:
        raise _Broken
    tag = data[position]
    (begin, end), _ = _element(data, position)
    if tag == _OCTETS:
        return data[begin:end]
    if tag != _OCTETS_IN_PIECES:
        raise _Broken
    pieces = []
    while begin < end:
        pieces.append(_octets(data, begin, depth + 1))
        _, begin = _element(data, begin)
    return b"".join(pieces)


def without_armor(text: str) -> str:
    """Clear-signed OpenPGP text (RFC 9580, 7) without its armor and signature."""
    kept: list[str] = []
    state = "outside"
    for line in text.split("\n"):
        mark = line.rstrip()
        if state == "outside":
            if mark == "-----BEGIN PGP SIGNED MESSAGE-----":
                state = "armor"
            else:
                kept.append(line)
        elif state == "armor":
            state = "armor" if mark else "text"
        elif state == "text":
            if mark == "-----BEGIN PGP SIGNATURE-----":
                state = "signature"
            else:
                kept.append(line.removeprefix("- "))
        elif mark == "-----END PGP SIGNATURE-----":
            state = "outside"
    return "\n".join(kept)
