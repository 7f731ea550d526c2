"""What a parsed mail is: plain values, whatever the bytes were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: `address` is lower-cased and may carry any script (EAI), `name` is decoded."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands after the last @, or nothing."""
        return self.address.rpartition("@")[2] if "@" in self.address else ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment or inline file; `name` is safe to store, `content_id` is without <>."""

    name: str
    content_type: str
    content_id: str | None
    inline: bool
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event of a calendar part; `error` says in words what could not be read.

    `start` and `end` are aware and in UTC; of an all-day event, midnight UTC of its days.
    """

    method: str | None
    uid: str | None
    summary: str
    start: datetime | None
    end: datetime | None
    all_day: bool = False
    organizer: Address | None = None
    location: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as the desk needs it. Ids are without <>, texts are decoded and free of NUL.

    `text` is the plain part, or the HTML rendered as text; `html` is raw and unsanitized.
    `delivered_to` gathers the headers that name the mailbox it was put into (Delivered-To,
    X-Original-To, Envelope-To). `content_digest` is equal for equal content (sender, texts,
    files) whatever the other headers say. `defects` say in words what was wrong.
    """

    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_: Address | None
    sender: Address | None
    return_path: str | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str
    date: datetime | None
    text: str = field(repr=False)
    html: str | None = field(repr=False)
    parts: tuple[Part, ...]
    calendar: tuple[Invitation, ...]
    auto_submitted: str | None
    precedence: str | None
    list_id: str | None
    content_digest: str
    defects: tuple[str, ...]
    size: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    tree: Message = field(repr=False, compare=False)

    def header(self, name: str) -> str | None:
        """The first header of that name, unfolded but not decoded; None where absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        """Every header of that name, topmost first, unfolded but not decoded."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Each address named by delivery headers, To and Cc, once, in that order."""
        named: Sequence[str] = [
            *self.delivered_to,
            *(each.address for each in self.to),
            *(each.address for each in self.cc),
        ]
        return tuple(dict.fromkeys(named))

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """Message-IDs this mail answers: In-Reply-To first, then References, newest first."""
        return tuple(dict.fromkeys([*self.in_reply_to, *reversed(self.references)]))
