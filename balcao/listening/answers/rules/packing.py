"""An answer as bytes: of the same length for everybody who answers the same version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad

from balcao.listening.surveys.rules import Asked, Kind, choices, lines

_ATTRIBUTES = 1024
_AROUND = 64
_WIDEST = 4  # bytes of UTF-8; what JSON escapes is shorter, control characters are gone


def room(questions: Sequence[Asked]) -> int:
    """How many bytes the longest answer to these questions takes, with its groups."""
    told = sum(len(str(asked.id)) + 4 + _longest(asked) for asked in questions)
    return _AROUND + _ATTRIBUTES + told


def packed(values: Mapping[str, Any], attributes: Mapping[str, Any], size: int) -> bytes:
    """The answer and its groups in exactly `size` bytes; ValueError when they need more."""
    told = {"values": dict(values), "attributes": dict(attributes)}
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    if len(content) >= size:
        raise ValueError("an answer longer than its questions allow")
    return sodium_pad(content, size)


def unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer and its groups again; ValueError for anything else."""
    told = json.loads(sodium_unpad(content, len(content)))
    return dict(told["values"]), dict(told["attributes"])


def _longest(asked: Asked) -> int:
    if asked.kind is Kind.TEXT:
        return 2 + _WIDEST * int(asked.options["max_length"])
    if asked.kind is Kind.MATRIX:
        return 2 + sum(len(line) + 6 for line in lines(asked))
    if asked.kind in (Kind.MULTIPLE, Kind.RANKING):
        return 2 + sum(len(one) + 3 for one in choices(asked))
    if asked.kind is Kind.CHOICE:
        return 2 + max((len(one) for one in choices(asked)), default=0)
    return 5
