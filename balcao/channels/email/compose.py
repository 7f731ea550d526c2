"""An `Outgoing` to a MIME message: a plain face that reads well and a simple HTML one."""

from __future__ import annotations

import re
from email.headerregistry import Address as HeaderAddress
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from html import escape
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from balcao.core import plain
from balcao.core.html import from_markdown, sanitize
from balcao.core.text import clean, one_line, safe_file_name

from .mail import Address
from .outgoing import Automatic, File, Outgoing, Quoted

__all__ = ["Automatic", "File", "Outgoing", "Quoted", "compose"]

_ATTRIBUTION = {
    "pt": "Em {date} às {time}, {author} escreveu:",
    "en": "On {date} at {time}, {author} wrote:",
}
_TYPE = re.compile(r"(?!message/|multipart/)[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}")
_ID = re.compile(r"[^\s<>\x00-\x1f\x7f-\U0010ffff]{3,900}")
_MAX_REFERENCES = 20
_MAX_QUOTED = 20_000
_STYLE = (
    "body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;margin:16px}"
    "blockquote{margin:0 0 0 8px;padding-left:12px;border-left:3px solid #8a8a8a}"
    ".quiet{color:#767676;font-size:13px}img{max-width:100%}"
)


class _Ids(UnstructuredHeader):
    """Ids and addresses within <>, folded between them only: the standard fold would encode a long
    one."""

    max_count = 1

    def fold(self: Any, *, policy: EmailPolicy[EmailMessage]) -> str:
        ids = (policy.linesep + " ").join(self.split())
        return f"{self.name}: {ids}{policy.linesep}"


def _policy(*, utf8: bool) -> EmailPolicy[EmailMessage]:
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references", "list-unsubscribe"):
        registry.map_to_type(name, cast("Any", _Ids))
    return SMTP.clone(header_factory=registry, utf8=utf8)


_POLICY = _policy(utf8=False)
_POLICY_UTF8 = _policy(utf8=True)


def compose(outgoing: Outgoing) -> EmailMessage:
    """The message, ready to be sent; nothing in its fields can add a header or a part.

    A mailbox whose local part is not ASCII makes its headers UTF-8: send it by SMTPUTF8 only.
    """
    mailboxes = (outgoing.sender.address, outgoing.to.address, outgoing.reply_to or "")
    is_ascii = all(each.rpartition("@")[0].isascii() for each in mailboxes)
    message = EmailMessage(policy=_POLICY if is_ascii else _POLICY_UTF8)
    _write_headers(message, outgoing)
    message.set_content(_plain(outgoing), subtype="plain", charset="utf-8", cte="quoted-printable")
    message.add_alternative(
        _html(outgoing), subtype="html", charset="utf-8", cte="quoted-printable"
    )
    shown = [each for each in outgoing.files if each.content_id]
    for each in shown:
        face = message.get_payload(1)
        if isinstance(face, EmailMessage):
            _attach(face, each)
    for each in outgoing.files:
        if not each.content_id:
            _attach(message, each)
    return message


def attribution(quoted: Quoted, language: str, zone: str) -> str:
    """The line above a quoted message, in the reader's language and zone."""
    tongue = "pt" if language.lower().startswith("pt") else "en"
    locale = "pt_BR" if tongue == "pt" else "en_US"
    local = quoted.written_at.astimezone(ZoneInfo(zone))
    date = local.strftime("%d/%m/%Y") if tongue == "pt" else format_date(local, "medium", locale)
    hour = format_time(local, "short", locale=locale).replace("\u202f", " ")
    return _ATTRIBUTION[tongue].format(date=date, time=hour, author=one_line(quoted.author, 200))


def _write_headers(message: EmailMessage, outgoing: Outgoing) -> None:
    message["From"] = _mailbox(outgoing.sender)
    message["To"] = _mailbox(outgoing.to)
    message["Subject"] = one_line(outgoing.subject, 500)
    message["Date"] = format_datetime(outgoing.date)
    message["Message-ID"] = _ids(outgoing.message_id)
    if outgoing.reply_to:
        message["Reply-To"] = _mailbox(Address("", outgoing.reply_to))
    if outgoing.in_reply_to and _ids(outgoing.in_reply_to):
        message["In-Reply-To"] = _ids(outgoing.in_reply_to)
    references = _ids(*outgoing.references)
    if references:
        message["References"] = references
    message["Content-Language"] = one_line(outgoing.language, 20)
    if outgoing.automatic:
        message["Auto-Submitted"] = str(outgoing.automatic)
        message["X-Auto-Response-Suppress"] = "All"
    if unsubscribe := _ids(outgoing.unsubscribe):
        message["List-Unsubscribe"] = unsubscribe
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _mailbox(address: Address) -> HeaderAddress:
    local, _, domain = one_line(address.address, 320).rpartition("@")
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    return HeaderAddress(one_line(address.name, 200), username=local, domain=domain)


def _ids(*identifiers: str) -> str:
    """The ids within <>; what can't stand in such a header is left out, the newest are kept."""
    fit = [each for each in identifiers if _ID.fullmatch(each)]
    if len(fit) > _MAX_REFERENCES:
        fit = [fit[0], *fit[1 - _MAX_REFERENCES :]]
    return " ".join(f"<{each}>" for each in fit)


def _plain(outgoing: Outgoing) -> str:
    blocks = [plain.from_markdown(clean(outgoing.text))]
    if outgoing.signature.strip():
        # No "-- " above it: clients drop what stands below when they quote, the marker too.
        blocks.append(clean(outgoing.signature).strip("\n"))
    if outgoing.footer:
        blocks.append("\n".join(one_line(line, 500) for line in outgoing.footer))
    if outgoing.quoted:
        lines = clean(outgoing.quoted.text)[:_MAX_QUOTED].strip("\n").split("\n")
        above = attribution(outgoing.quoted, outgoing.language, outgoing.zone)
        quoted = "\n".join(
            f">{'' if line.startswith('>') else ' '}{line}".rstrip() for line in lines
        )
        blocks.append(f"{above}\n{quoted}")
    return "\n\n".join(block for block in blocks if block) + "\n"


def _html(outgoing: Outgoing) -> str:
    cid = {each.content_id: f"cid:{each.content_id}" for each in outgoing.files if each.content_id}
    if outgoing.html is None:
        body = from_markdown(outgoing.text)
    else:
        body = sanitize(outgoing.html, images="allowed", cid=cid).html
    blocks = [f"<div>{body}</div>"]
    if outgoing.signature.strip():
        blocks.append(f"<div>{from_markdown(outgoing.signature)}</div>")
    if outgoing.footer:
        lines = "<br>".join(escape(one_line(line, 500)) for line in outgoing.footer)
        blocks.append(f'<p class="quiet">{lines}</p>')
    if outgoing.quoted:
        above = escape(attribution(outgoing.quoted, outgoing.language, outgoing.zone))
        text = escape(clean(outgoing.quoted.text)[:_MAX_QUOTED].strip("\n")).replace("\n", "<br>\n")
        blocks.append(f'<p class="quiet">{above}</p><blockquote type="cite">{text}</blockquote>')
    return (
        f'<!doctype html><html lang="{escape(one_line(outgoing.language, 20))}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<style>:root{{color-scheme:light dark}}{_STYLE}</style></head>\n"
        "<body>" + "\n".join(blocks) + "</body></html>\n"
    )


def _attach(message: EmailMessage, file: File) -> None:
    kind = file.content_type.lower()
    maintype, _, subtype = (
        kind if _TYPE.fullmatch(kind) else "application/octet-stream"
    ).partition("/")
    name = safe_file_name(file.name, "attachment")
    if file.content_id:
        message.add_related(
            file.data, maintype, subtype, cid=f"<{one_line(file.content_id, 200)}>", filename=name,
            disposition="inline",
        )  # fmt: skip
    else:
        message.add_attachment(file.data, maintype, subtype, filename=name)
