"""What an anonymous board keeps sealed, as bytes of one length, whatever they say."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from nacl.bindings import sodium_pad, sodium_unpad

TITLE_MOST = 120
WORDS_MOST = 4000
VOTES_MOST = 500
# JSON of UTF-8: four bytes a letter at most; what it escapes takes no more than two of its own.
_ROOM = 4 * (TITLE_MOST + WORDS_MOST) + 256
_VOTES_ROOM = 12 * VOTES_MOST + 64


class Contribution(NamedTuple):
    """An idea, or what somebody says about the idea `about`."""

    title: str
    words: str
    about: int | None


def packed(told: Contribution) -> bytes:
    """The contribution in as many bytes as any other."""
    content = json.dumps(told._asdict(), ensure_ascii=False, separators=(",", ":")).encode()
    return _padded(content, _ROOM)


def unpacked(content: bytes) -> Contribution:
    """The contribution again; ValueError for anything else."""
    told = _read(content)
    about = told["about"]
    return Contribution(
        str(told["title"]), str(told["words"]), None if about is None else int(about)
    )


def packed_votes(ideas: Iterable[int]) -> bytes:
    """A set of ideas in as many bytes as any other; ValueError for more than `VOTES_MOST`."""
    content = json.dumps({"ideas": sorted(ideas)}, separators=(",", ":")).encode()
    return _padded(content, _VOTES_ROOM)


def unpacked_votes(content: bytes) -> set[int]:
    """The set of ideas again; ValueError for anything else."""
    return {int(one) for one in _read(content)["ideas"]}


def pseudonym(secret: bytes, person_id: int) -> str:
    """Whom nobody recognises without the secret, and always the same with it."""
    return hmac.new(secret, str(person_id).encode(), hashlib.sha256).hexdigest()


def _padded(content: bytes, room: int) -> bytes:
    if len(content) >= room:
        raise ValueError("more than there is room for")
    return bytes(sodium_pad(content, room))


def _read(content: bytes) -> dict[str, Any]:
    return dict(json.loads(sodium_unpad(content, len(content))))
