"""What the desk hands over to be written as a mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .mail import Address


class Automatic(StrEnum):
    """How a mail that no person wrote names itself (RFC 3834)."""

    REPLIED = "auto-replied"
    GENERATED = "auto-generated"


@dataclass(frozen=True, slots=True)
class File:
    """A file to send; with a `content_id` (without <>) it is shown inside the HTML."""

    name: str
    content_type: str
    data: bytes = field(repr=False)
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """The earlier message shown below the answer."""

    author: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail to one reader.

    `text` is Markdown as the agent typed it; `html`, when given, is shown instead of the text
    rendered (it is sanitized on the way). `footer` lines (protocol, marker) close both faces.
    Ids are without <>. `unsubscribe` is the https address of RFC 8058, where one click asks for no
    more such mail. `language` is the reader's ("pt-br" or "en"), `zone` an IANA name.
    """

    sender: Address
    to: Address
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str | None = None
    signature: str = ""
    footer: tuple[str, ...] = ()
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    automatic: Automatic | None = None
    files: tuple[File, ...] = ()
    quoted: Quoted | None = None
    language: str = "pt-br"
    zone: str = "America/Sao_Paulo"
    unsubscribe: str = ""
