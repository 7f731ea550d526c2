"""The tree of a MIME message, walked once into texts, files and calendars, within bounds."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from html import escape

from balcao.core.html import to_text
from balcao.core.text import N_, clean, safe_file_name

from . import calendar, signed, tnef
from .charsets import decode
from .flowed import unflow
from .mail import Invitation, Part
from .words import decode_words

MAX_PARTS = 1000
MAX_DEPTH = 50
TOO_MANY_PARTS = N_("It has more parts than are opened; the rest is in the original message.")
TOO_DEEP = N_("It is nested deeper than is opened; the rest is in the original message.")
TNEF_UNREADABLE = N_("Its winmail.dat could not be opened.")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_BOUNDARY = re.compile(
    rb"^--([^\s\"-][^\s\"]{0,69}|-[^\s\"]{5,68})[ \t]*\r?\n(?=[A-Za-z-]+:)", re.MULTILINE
)
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_OPAQUE_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_CONTROL_TYPES = frozenset(
    {
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/global-delivery-status",
    }
)


@dataclass(slots=True)
class Block:
    """One stretch of body, in one or both of its forms."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Body:
    """What walking the tree found."""

    blocks: list[Block] = field(default_factory=list)
    files: list[tuple[str, str, str | None, bytes]] = field(default_factory=list)
    calendar: list[Invitation] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)
    opened: int = 0

    def text(self) -> str:
        """The best plain text: the plain form where there is one, else the HTML told as text."""
        told = (_told(block) for block in self.blocks)
        return "\n\n".join(each for each in told if each.strip()).strip("\n")

    def html(self) -> str | None:
        """All blocks as one HTML, unsanitized; None when none of them has that form."""
        if not any(block.html for block in self.blocks):
            return None
        return "\n<br>\n".join(
            block.html or f'<div style="white-space:pre-wrap">{escape(block.plain or "")}</div>'
            for block in self.blocks
        )

    def parts(self) -> tuple[Part, ...]:
        """The files, each marked inline when the HTML shows it."""
        html = (self.html() or "").lower()
        return tuple(
            Part(
                name,
                kind,
                content_id,
                bool(content_id) and f"cid:{content_id}".lower() in html,
                data,
            )
            for name, kind, content_id, data in self.files
        )


def _told(block: Block) -> str:
    if block.plain is not None and (block.plain.strip() or not block.html):
        return block.plain
    return to_text(block.html or "")


def read_body(tree: Message) -> Body:
    """Walk the whole tree."""
    body = Body()
    _walk(body, tree, 0, is_root=True)
    return body


def _walk(body: Body, part: Message, depth: int, *, is_root: bool = False) -> None:
    body.opened += 1
    if body.opened > MAX_PARTS:
        body.defects[TOO_MANY_PARTS] = None
        return
    if depth > MAX_DEPTH:
        body.defects[TOO_DEEP] = None
        return
    content_type = part.get_content_type()
    children = part.get_payload()
    if isinstance(children, list) and not content_type.startswith("message/"):
        if content_type == "multipart/alternative":
            _alternative(body, children, depth)
            return
        for child in _messages(children):
            _walk(body, child, depth + 1)
    elif isinstance(children, list):
        _attached_message(body, part, content_type, children)
    elif content_type.startswith("multipart/"):
        _without_boundary(body, part, depth)
    else:
        _leaf(body, part, content_type, depth, is_root=is_root)


def _without_boundary(body: Body, part: Message, depth: int) -> None:
    """A multipart that lost its boundary: the first line that looks like one is taken for it."""
    data = payload(part)
    found = _BOUNDARY.search(data[:20_000])
    if found is None:
        body.blocks.append(Block(plain=lines(decode(data, None))))
        return
    head = b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"\n\n'
    _walk(body, message_from_bytes(head + data), depth + 1)


def _messages(children: list[Message | str]) -> Iterator[Message]:
    return (child for child in children if isinstance(child, Message))


def _alternative(body: Body, children: list[Message | str], depth: int) -> None:
    """Several forms of one text become one block; files among them stay files."""
    inner = Body(opened=body.opened)
    for child in _messages(children):
        _walk(inner, child, depth + 1)
    plain = [block.plain for block in inner.blocks if block.plain is not None]
    html = [block.html for block in inner.blocks if block.html]
    if plain or html:
        merged = "\n\n".join(dict.fromkeys(plain)) if plain else None
        body.blocks.append(Block(merged, "\n".join(html) or None))
    body.files += inner.files
    body.calendar += inner.calendar
    body.defects |= inner.defects
    body.opened = inner.opened


def _attached_message(
    body: Body, part: Message, content_type: str, children: list[Message | str]
) -> None:
    """An attached mail stays a mail: kept whole as a file, never taken for this one's text."""
    data = b"\r\n".join(_flattened(child) for child in _messages(children))
    name = file_name(part)
    if content_type in _CONTROL_TYPES:
        name = name or content_type.partition("/")[2] + ".txt"
    elif name is None or "." not in name:
        subject = next((str(child.get("Subject", "")) for child in _messages(children)), "")
        name = f"{name or decode_words(' '.join(subject.split())) or 'message'}.eml"
    body.files.append((safe_file_name(name, "message.eml"), content_type, None, data))


def _flattened(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        payload = message.get_payload()
        return payload.encode("utf-8", "replace") if isinstance(payload, str) else b""


def _leaf(body: Body, part: Message, content_type: str, depth: int, *, is_root: bool) -> None:
    data = payload(part)
    name = file_name(part)
    disposition = (part.get_content_disposition() or "").lower()
    is_file = disposition == "attachment" or (name is not None and not is_root)
    if content_type == "text/calendar" or (name or "").lower().endswith(".ics"):
        body.calendar += calendar.read(data)
        is_file = True
    if content_type in _TNEF_TYPES or (name or "").lower() == "winmail.dat":
        if _unpacked(body, data):
            return
    elif content_type in _OPAQUE_TYPES and _opened(body, data, depth):
        return
    if content_type in {"text/plain", "text/html"} and not is_file:
        body.blocks.append(_block(part, content_type, data))
    elif content_type == "text/rfc822-headers" and part.get_param("protected-headers"):
        return
    elif data or name:
        _file(body, part, content_type, name, data)


def _file(body: Body, part: Message, content_type: str, name: str | None, data: bytes) -> None:
    if name is None:
        extension = (
            ".txt" if content_type == "text/plain" else mimetypes.guess_extension(content_type)
        )
        name = content_type.partition("/")[0] + (extension or "")
    content_id = str(part.get("Content-ID") or "").strip().strip("<>") or None
    body.files.append((safe_file_name(name, "attachment"), content_type, content_id, data))


def _unpacked(body: Body, data: bytes) -> bool:
    found = tnef.unpack(data)
    if found is None:
        body.defects[TNEF_UNREADABLE] = None
        return False
    body.files += [(name, kind, None, content) for name, kind, content in found.files]
    if (found.text.strip() or found.html.strip()) and not body.blocks:
        body.blocks.append(Block(lines(found.text) or None, clean(found.html) or None))
    return True


def _opened(body: Body, data: bytes, depth: int) -> bool:
    content = signed.opened(data)
    if content is None:
        return False
    _walk(body, message_from_bytes(content), depth + 1, is_root=True)
    return True


def _block(part: Message, content_type: str, data: bytes) -> Block:
    label = charset(part)
    if content_type == "text/html":
        found = None if label else _META_CHARSET.search(data[:4096])
        return Block(html=lines(decode(data, found[1].decode("ascii") if found else label)))
    text = lines(decode(data, label))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = unflow(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text:
        text = signed.without_armor(text)
    return Block(plain=text)


def lines(text: str) -> str:
    """The text with plain line ends and only characters that can be stored."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return clean(text)


def charset(part: Message) -> str | None:
    """The charset a part claims, whatever it is worth."""
    try:
        value = part.get_param("charset")
    except (ValueError, LookupError, TypeError):
        return None
    if isinstance(value, tuple):
        value = value[2]
    return str(value) if value else None


def payload(part: Message) -> bytes:
    """The decoded bytes of a leaf; what can't be decoded comes as it was sent."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def file_name(part: Message) -> str | None:
    """The name a part claims, decoded from any of the ways to write one; None without one."""
    _read_eight_bit(part)
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError):
        name = None
    if not name:
        return None
    decoded = decode_words(" ".join(str(name).split()))
    return clean(decoded).strip() or None


def _read_eight_bit(part: Message) -> None:
    """Raw 8-bit in the headers that name a file, which the parser would turn to question marks."""
    for name, value in list(part.raw_items()):
        if name.lower() in {"content-disposition", "content-type"} and not str(value).isascii():
            data = str(value).encode("utf-8", "surrogateescape")
            part.replace_header(name, decode(data, None))
