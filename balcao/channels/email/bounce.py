"""Delivery reports: the machine-readable part (RFC 3464) first, then what others write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from balcao.core.text import clean, one_line

from .addresses import normalize_address
from .body import charset, payload
from .charsets import decode
from .kind import BounceReport, FailedRecipient
from .mail import Mail
from .words import read_id

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*(.*)")
_CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -]")
_ADDRESS = re.compile(
    r"[^\s<>()\[\]:;,\"'=]{1,64}@[A-Za-z0-9\u0080-\uffff][\w.\u0080-\uffff-]{0,250}\w"
)
_TEXT_ID = re.compile(r"(?im)^[> \t|]*message-id:[ \t]*\n?[> \t|]*<([^<>\s]{3,500})>")
_TEMPORARY = re.compile(
    r"(?i)\b(delayed|will (?:be )?(?:re-?tr(?:y|ied)|keep trying)|still being|temporar|warning only"
    r"|has not yet been|not yet been delivered|no need to (?:re)?send|adiad[ao]|continuar[áa] tentando)"
)
_PROVIDER_RECIPIENT = re.compile(r'"emailAddress"\s*:\s*"([^"]{3,320})"([^{}]{0,2000})')
_PROVIDER_FIELD = re.compile(r'"(action|status|diagnosticCode)"\s*:\s*"([^"]{0,1000})')
_PROVIDER_DELIVERED = re.compile(r'"recipients"\s*:\s*\[([^\]]{0,2000})\]')
_MAX_TEXT = 100_000
_MAX_RECIPIENTS = 100
_DELIVERED = frozenset({"delivered", "relayed", "expanded", "deliverable"})
_FAILED = "failed"
_DELAYED = "delayed"


def status_parts(tree: Message) -> Iterator[Message]:
    """The machine-readable parts of this mail itself, not those of mails attached to it."""
    if not tree.is_multipart():
        return
    for child in tree.get_payload():
        if not isinstance(child, Message):
            continue
        kind = child.get_content_type()
        if kind in _STATUS_TYPES:
            yield child
        elif kind.startswith("multipart/"):
            yield from status_parts(child)


def read(mail: Mail) -> BounceReport | None:
    """What the report says of each recipient; None when it names none.

    Read only mails that were classified as bounces: an ordinary mail may quote a report.
    """
    recipients = _recipients(mail)
    if not recipients:
        return None
    return BounceReport(
        recipients=recipients,
        original_message_id=original_message_id(mail),
        permanent=any(_is_permanent(each) for each in recipients),
    )


def _recipients(mail: Mail) -> tuple[FailedRecipient, ...]:
    structured = [each for part in status_parts(mail.tree) for each in _from_fields(_as_text(part))]
    found = structured or _from_fields(mail.text[:_MAX_TEXT])
    found = (
        found
        or _from_provider(mail.text[:_MAX_TEXT])
        or _from_header(mail)
        or by_library(mail)
        or _from_text(mail)
    )
    once = {each.address: each for each in reversed(found)}
    return tuple(reversed(once.values()))[:_MAX_RECIPIENTS]


def _as_text(part: Message) -> str:
    """The fields as they were written: the parser has split them into messages of their own."""
    children = part.get_payload()
    if not isinstance(children, list):
        return decode(payload(part), charset(part))
    encoding = str(part.get("Content-Transfer-Encoding") or "").lower()
    if encoding in {"base64", "quoted-printable"}:
        flat = Message()
        flat["Content-Transfer-Encoding"] = encoding
        flat.set_payload("\n\n".join(_written(child) for child in children))
        return decode(payload(flat), charset(part))
    return "\n\n".join(_written(child) for child in children)


def _written(child: object) -> str:
    if not isinstance(child, Message):
        return str(child)
    fields = "".join(f"{name}: {value}\n" for name, value in child.raw_items())
    body = child.get_payload()
    rest = "\n\n".join(map(_written, body)) if isinstance(body, list) else str(body or "")
    return clean(f"{fields}\n{rest}" if rest.strip() else fields)


def _from_fields(text: str) -> list[FailedRecipient]:
    found = []
    for block in re.split(r"\n[ \t>]*\n", text.replace("\r\n", "\n")):
        if "-recipient" not in block.lower():
            continue
        fields = _fields(block)
        address = _address_of(fields.get("final-recipient") or fields.get("original-recipient"))
        if address is None:
            continue
        status = _CODE.search(fields.get("status", ""))
        diagnostic = fields.get("diagnostic-code") or fields.get("x-supplementary-info") or ""
        found.append(
            FailedRecipient(
                address=address,
                action=one_line(fields.get("action", _FAILED), 40).lower().split(" ")[0],
                status=status[1] if status else None,
                diagnostic=one_line(re.sub(r"(?i)^(smtp|x-\w+)\s*;\s*", "", diagnostic), 1000),
            )
        )
    return found


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.split("\n"):
        line = line.lstrip("> ") if line.startswith(">") else line
        field = _FIELD.match(line)
        if field:
            name = field[1].lower()
            fields.setdefault(name, field[2].strip())
        elif name and line[:1] in " \t":
            fields[name] += " " + line.strip()
    return fields


def _address_of(value: str | None) -> str | None:
    if not value:
        return None
    kind, separator, rest = value.partition(";")
    named = (rest if separator else kind).strip()
    normalized = normalize_address(named)
    if normalized is None:
        inside = _ADDRESS.search(named)
        normalized = normalize_address(inside[0]) if inside else None
    return normalized


def _from_provider(text: str) -> list[FailedRecipient]:
    """Recipients of a notification in JSON, as Amazon's mail service sends them."""
    text = text.replace('\\"', '"')
    found = []
    for each in _PROVIDER_RECIPIENT.finditer(text):
        address = normalize_address(each[1])
        if address:
            values = dict(_PROVIDER_FIELD.findall(each[2]))
            status = _CODE.search(values.get("status", ""))
            found.append(
                FailedRecipient(
                    address=address,
                    action=values.get("action", _FAILED).lower(),
                    status=status[1] if status else None,
                    diagnostic=one_line(values.get("diagnosticCode", ""), 1000),
                )
            )
    if not found and '"Delivery"' in text:
        delivered = _PROVIDER_DELIVERED.search(text)
        named = _addresses(delivered[1].replace('"', " ")) if delivered else []
        found += [FailedRecipient(address, "delivered", None, "") for address in named]
    return found


def _from_header(mail: Mail) -> list[FailedRecipient]:
    named = " ".join(mail.header_all("x-failed-recipients"))
    return [_told(mail, address) for address in _addresses(named)]


def by_library(mail: Mail) -> list[FailedRecipient]:
    """The recipients that flufl.bounce reads out of a report in one of many old forms."""
    # Imported here because few mails are bounces and every process would pay for it.
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(mail.tree)
    except Exception:  # it raises IndexError without a From line, and more on broken reports
        return []
    failed = [(address, _FAILED) for address in permanent]
    failed += [(address, _DELAYED) for address in temporary - permanent]
    found = []
    for raw, action in sorted(failed):
        address = normalize_address(
            raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
        )
        if address:
            found.append(_told(mail, address, action))
    return found


def _from_text(mail: Mail) -> list[FailedRecipient]:
    """Addresses told in the first lines of the text, but for those of the mail's own ends."""
    own = {each.address for each in (*mail.to, *mail.cc)}
    if mail.from_:
        own.add(mail.from_.address)
    head = mail.text[:_MAX_TEXT].split("\nReceived: ", 1)[0][:8_000]
    before = _TEXT_ID.split(head, 1)[0]
    return [_told(mail, each) for each in _addresses(before) if each not in own][:5]


def _addresses(text: str) -> list[str]:
    read = (normalize_address(each.strip("'.")) for each in _ADDRESS.findall(text))
    return list(dict.fromkeys(address for address in read if address))


def _told(mail: Mail, address: str, action: str | None = None) -> FailedRecipient:
    """The recipient with the status and reason that the text gives nearest after its address."""
    text = mail.text[:_MAX_TEXT]
    at = text.lower().find(address)
    near = text[at : at + 1500] if at >= 0 else text[:3000]
    status = _CODE.search(near)
    reply = _REPLY_CODE.search(near)
    line = status or reply
    diagnostic = ""
    if line:
        begin = near.rfind("\n", 0, line.start()) + 1
        diagnostic = one_line(near[begin : begin + 400].split("\n\n")[0], 400)
    if action is None:
        soft = (status and status[1].startswith("4")) or _TEMPORARY.search(text[:3000])
        action = _DELAYED if soft else _FAILED
    return FailedRecipient(address, action, status[1] if status else None, diagnostic)


def _is_permanent(recipient: FailedRecipient) -> bool:
    if recipient.action in _DELIVERED or recipient.action == _DELAYED:
        return False
    return not (recipient.status or "5").startswith(("4", "2"))


def original_message_id(mail: Mail) -> str | None:
    """The Message-ID, without <>, of the mail the report is about; None where it isn't told."""
    for part in _returned(mail.tree):
        found = read_id(str(part.get("Message-ID") or ""))
        if found:
            return found
        quoted = _TEXT_ID.search(_loose_text(part))
        if quoted:
            return quoted[1]
    quoted = _TEXT_ID.search(mail.text[:_MAX_TEXT])
    if quoted:
        return quoted[1]
    return next(iter(mail.thread_ids), None)


def _returned(tree: Message) -> Iterator[Message]:
    """The mail that came back, whole or its headers, wherever the report holds it."""
    if not tree.is_multipart():
        return
    for child in tree.get_payload():
        if not isinstance(child, Message):
            continue
        kind = child.get_content_type()
        inner = child.get_payload()
        if kind in {"message/rfc822", "message/global", "message/rfc822-headers"}:
            yield from (each for each in inner if isinstance(each, Message))
            if isinstance(inner, str):
                yield child
        elif kind.startswith("multipart/"):
            yield from _returned(child)
        elif kind not in _STATUS_TYPES and "header" in kind:
            yield child


def _loose_text(part: Message) -> str:
    if part.is_multipart():
        return ""
    return decode(payload(part), charset(part)).replace("\r\n", "\n")[:_MAX_TEXT]
