"""What goes into a message, whatever the channel: the shape between channels and actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: `data` in bytes, `name` already safe."""

    name: str
    content_type: str
    data: bytes
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said: the new text alone, its HTML unsanitized, and the whole original.

    `reason` says in words why it stands where it stands; `is_verified` is False for a sender
    nobody vouched for. `recipients` maps "to" and "cc" to addresses.
    """

    body: str
    html: str = ""
    original: str = ""
    files: Sequence[File] = ()
    channel: str = "portal"
    reason: str = ""
    is_verified: bool = True
    raw_id: int | None = None
    recipients: Mapping[str, list[str]] = field(default_factory=dict)
