"""What e-mail can carry, as data: composers and rules read this, never the channel's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel accepts; None means without limit."""

    name: str
    html: bool
    subject: bool
    threads: bool
    inline_images: bool
    delivery_reports: bool
    max_length: int | None
    max_file_bytes: int | None
    max_files: int | None
    reply_window: timedelta | None


CAPABILITIES = Capabilities(
    name="email",
    html=True,
    subject=True,
    threads=True,
    inline_images=True,
    delivery_reports=True,
    max_length=200_000,
    # Providers refuse more than 25 MB as sent, and base64 adds a third.
    max_file_bytes=18_000_000,
    max_files=50,
    reply_window=None,
)
