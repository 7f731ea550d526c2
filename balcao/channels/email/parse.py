"""Any bytes to a `Mail`: headers decoded, texts and files found, nothing ever raised."""

from __future__ import annotations

import hashlib
import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser

from balcao.core.text import N_, clean, one_line

from .addresses import normalize_address, read_addresses
from .body import Body, charset, lines, payload, read_body
from .charsets import decode
from .mail import Address, Invitation, Mail, Part
from .words import decode_words, read_date, read_id, read_ids, unfold

__all__ = ["Address", "Invitation", "Mail", "Part", "parse"]

MAX_SUBJECT = 998
_MAX_HEADERS = 1000
_MAX_HEADER = 100_000
_MAX_HEADER_BLOCK = 1_000_000
_MAX_MULTIPARTS = 250
# The standard parser compares every line with every open boundary.
_MAX_COMPARISONS = 20_000_000
_MAX_OPAQUE_TEXT = 200_000
_MBOX_LINE = re.compile(rb"\A(?:>?From [^\n]{0,500}\n)")
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
BOMB = N_("Its structure is too large to be opened; it is kept as it came.")
HEADERS_CUT = N_("It has more headers than are read; the rest is in the original message.")
EMPTY = N_("It is empty.")


def parse(raw: bytes) -> Mail:
    """The mail these bytes are; never raises, whatever they are."""
    data = raw.lstrip(b"\r\n\t \xef\xbb\xbf") or raw
    data = _MBOX_LINE.sub(b"", data, count=1)
    tree, body = _opened(data)
    headers = _headers(tree, body)
    return _mail(raw, tree, body, headers)


def _opened(data: bytes) -> tuple[Message, Body]:
    if _is_bomb(data):
        return _opaque(data)
    try:
        tree = BytesParser().parsebytes(data)
        body = read_body(tree)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return _opaque(data)
    for part in tree.walk() if tree.is_multipart() else (tree,):
        for defect in part.defects:
            body.defects[_in_words(defect)] = None
        if len(body.defects) > 20:
            break
    if not data.strip():
        body.defects[EMPTY] = None
    elif not body.blocks and not body.files:
        _rescue(tree, body)
    return tree, body


def _is_bomb(data: bytes) -> bool:
    """True for what the standard parser would need far too long for."""
    lowered = data.lower()
    boundaries = lowered.count(b"boundary=") + lowered.count(b"boundary =")
    if boundaries > _MAX_MULTIPARTS:
        return True
    if boundaries > 20 and boundaries * data.count(b"\n") > _MAX_COMPARISONS:
        return True
    end = data.find(b"\n\n", 0, _MAX_HEADER_BLOCK)
    if end < 0:
        end = data.find(b"\n\r\n", 0, _MAX_HEADER_BLOCK)
    return end < 0 and len(data) > _MAX_HEADER_BLOCK


def _opaque(data: bytes) -> tuple[Message, Body]:
    """A mail whose structure stays closed: its headers, and what stands below them as text."""
    head = data[:_MAX_HEADER_BLOCK]
    try:
        tree = BytesHeaderParser().parsebytes(head.partition(b"\n\n")[0][:_MAX_HEADER])
    except (RecursionError, ValueError, LookupError, TypeError):
        tree = Message()
    body = Body()
    body.defects[BOMB] = None
    tree.set_payload(decode(head[:_MAX_OPAQUE_TEXT], None))
    _rescue(tree, body)
    body.files.append(("message.eml", "message/rfc822", None, data))
    return tree, body


def _rescue(tree: Message, body: Body) -> None:
    """When no text was found, show what there is as text: something readable beats nothing."""
    from .body import Block

    if tree.is_multipart():
        shown = " ".join(str(tree.preamble or "").split()) + str(tree.epilogue or "")
    else:
        shown = decode(payload(tree)[:_MAX_OPAQUE_TEXT], charset(tree))
    if shown.strip():
        body.blocks.append(Block(plain=lines(shown)))


def _in_words(defect: object) -> str:
    name = type(defect).__name__.removesuffix("Defect")
    return _CAMEL.sub(" ", name).capitalize()


def _headers(tree: Message, body: Body) -> tuple[tuple[str, str], ...]:
    headers: list[tuple[str, str]] = []
    for name, value in tree.raw_items():
        if len(headers) >= _MAX_HEADERS:
            body.defects[HEADERS_CUT] = None
            break
        headers.append((name.lower(), unfold(str(value)[:_MAX_HEADER])))
    return tuple(headers)


def _mail(raw: bytes, tree: Message, body: Body, headers: tuple[tuple[str, str], ...]) -> Mail:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)

    def first(name: str) -> str | None:
        values = grouped.get(name)
        return values[0] if values else None

    def addresses(name: str) -> tuple[Address, ...]:
        values = grouped.get(name)
        return read_addresses(tuple(values)) if values else ()

    from_ = addresses("from")
    senders = addresses("sender")
    text, html, parts = body.text(), body.html(), body.parts()
    return Mail(
        message_id=read_id(first("message-id")),
        in_reply_to=read_ids(first("in-reply-to") or ""),
        references=read_ids(" ".join(grouped.get("references", ()))),
        from_=from_[0] if from_ else (senders[0] if senders else None),
        sender=senders[0] if senders else None,
        return_path=_return_path(first("return-path")),
        reply_to=addresses("reply-to"),
        to=addresses("to"),
        cc=addresses("cc"),
        delivered_to=_delivered_to(grouped),
        subject=one_line(decode_words(first("subject") or ""), MAX_SUBJECT),
        date=read_date(first("date")),
        text=text,
        html=html,
        parts=parts,
        calendar=tuple(body.calendar),
        auto_submitted=_token(first("auto-submitted")),
        precedence=_token(first("precedence")),
        list_id=one_line(decode_words(first("list-id") or ""), 255) or None,
        content_digest=_digest(from_, text, html, parts),
        defects=tuple(body.defects),
        size=len(raw),
        headers=tuple((name, clean(_readable(value))) for name, value in headers),
        tree=tree,
    )


def _readable(value: str) -> str:
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"), None)


def _return_path(value: str | None) -> str | None:
    """The envelope sender: an address, "" for the empty one of reports, None where unknown."""
    if value is None:
        return None
    inner = value.strip().strip("<>").strip()
    return (normalize_address(inner) or one_line(_readable(inner), 320).lower()) if inner else ""


def _delivered_to(grouped: dict[str, list[str]]) -> tuple[str, ...]:
    named = (value for name in _DELIVERED for value in grouped.get(name, ()))
    found = (normalize_address(value.rpartition(",")[2]) for value in named)
    return tuple(dict.fromkeys(address for address in found if address))


def _token(value: str | None) -> str | None:
    """The keyword of a structured header, lower-cased, without comments and parameters."""
    if value is None:
        return None
    keyword = re.split(r"[;(\s]", value.strip(), maxsplit=1)[0]
    return one_line(_readable(keyword), 60).lower() or None


def _digest(
    from_: tuple[Address, ...], text: str, html: str | None, parts: tuple[Part, ...]
) -> str:
    """SHA-256 over sender, texts (but for spacing) and files: equal for equal content."""
    digest = hashlib.sha256()
    for piece in (from_[0].address if from_ else "", text, html or ""):
        digest.update(" ".join(piece.split()).encode("utf-8", "replace") + b"\0")
    for part in parts:
        digest.update(hashlib.sha256(part.data).digest())
    return digest.hexdigest()
