"""A look over a TNEF stream before it is opened: the reader loops as often as the stream says."""

from __future__ import annotations

import struct

_MAX_OBJECTS = 5_000
_MAX_DEPTH = 4
_RECIPIENTS = 0x9004
_WITH_PROPERTIES = frozenset({0x9003, 0x9005})
_EMBEDDED = bytes.fromhex("0703020000000000c000000000000046")
_WIDTHS = {
    0x02: 2, 0x0B: 2, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8,
    0x48: 16,
}  # fmt: skip
_VARIABLE = frozenset({0x00, 0x0D, 0x1E, 0x1F, 0x102})


def is_bounded(data: bytes, depth: int = 0) -> bool:
    """True when no count in the stream promises more than its bytes can hold."""
    position, objects = 6, 0
    try:
        while position + 11 <= len(data):
            name, _, length = struct.unpack_from("<HHI", data, position + 1)
            body = data[position + 9 : position + 9 + length]
            objects += 1
            if objects > _MAX_OBJECTS or not _is_bounded_object(name, body, depth):
                return False
            position += 11 + length
    except struct.error:
        return False
    return True


def _is_bounded_object(name: int, body: bytes, depth: int) -> bool:
    if name in _WITH_PROPERTIES:
        return _after_properties(body, 0, depth) is not None
    if name != _RECIPIENTS:
        return True
    (rows,) = struct.unpack_from("<I", body, 0)
    position: int | None = 4
    for _ in range(min(rows, len(body))):
        position = _after_properties(body, position or 0, depth)
        if position is None:
            return False
    return bool(rows <= len(body))


def _after_properties(body: bytes, position: int, depth: int) -> int | None:
    """Where the properties that begin here end; None when a count can't be true."""
    (count,) = struct.unpack_from("<I", body, position)
    position += 4
    if count * 8 > len(body):
        return None
    for _ in range(count):
        if position >= len(body):
            break
        kind, name = struct.unpack_from("<HH", body, position)
        position = _after_name(body, position + 4, name)
        values, is_multiple = 1, bool(kind & 0x1000)
        if is_multiple:
            (values,) = struct.unpack_from("<I", body, position)
            position += 4
        after = _after_values(body, position, kind & ~0x1000, values, is_multiple, depth)
        if after is None:
            return None
        position = after
    return position


def _after_name(body: bytes, position: int, name: int) -> int:
    if name < 0x8000:
        return position
    kind, number = struct.unpack_from("<II", body, position + 16)
    return position + 24 + (number + -number % 4 if kind else 0)


def _after_values(
    body: bytes, position: int, kind: int, values: int, is_multiple: bool, depth: int
) -> int | None:
    width = _WIDTHS.get(kind)
    if width:
        if values * width > len(body):
            return None
        return position + values * width + (2 if width == 2 and values % 2 else 0)
    if kind not in _VARIABLE:
        return len(body)  # the reader stops here too
    if not is_multiple:
        (values,) = struct.unpack_from("<I", body, position)
        position += 4
    if values * 4 > len(body):
        return None
    for _ in range(values):
        (length,) = struct.unpack_from("<I", body, position)
        item = body[position + 4 : position + 4 + length]
        if item.startswith(_EMBEDDED) and not (
            depth < _MAX_DEPTH and is_bounded(item[len(_EMBEDDED) :], depth + 1)
        ):
            return None
        position += 4 + length + -length % 4
    return position
