"""Handing a written mail to the transport that is set: SMTP, a provider's API, or the outbox."""

from __future__ import annotations

import smtplib
from email.encoders import encode_base64
from email.message import EmailMessage as Written
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMultiAlternatives

from balcao.channels.email.compose import compose
from balcao.channels.email.outgoing import Outgoing


class WrittenMail(EmailMultiAlternatives):
    """A mail that is written already; its attributes tell the same to transports without MIME.

    `was_tried` says that it was handed over before, with an end that nobody knows.
    """

    def __init__(self, outgoing: Outgoing, *, was_tried: bool = False) -> None:
        self.written = compose(outgoing)
        self.was_tried = was_tried
        headers = {
            name: str(value)
            for name, value in self.written.items()
            if name.lower() not in _WRITTEN_BY_TRANSPORT
        }
        super().__init__(
            subject=str(self.written["Subject"]),
            body=_face(self.written, "plain"),
            # The envelope's sender: reports of delivery come back to the thread.
            from_email=outgoing.reply_to or outgoing.sender.address,
            to=[outgoing.to.address],
            headers={
                **headers,
                "From": formataddr((outgoing.sender.name, outgoing.sender.address)),
            },
        )
        self.attach_alternative(_face(self.written, "html"), "text/html")
        for part in self.written.walk():
            if part.get_content_disposition() in {"attachment", "inline"} and part.get_filename():
                self.attach(_as_attachment(part))

    def message(self, **_: Any) -> Any:
        """The mail as it was written, whatever the attributes say."""
        return _AsBytes(self.written)


class _AsBytes:
    """What Django's SMTP transport asks of a mail."""

    def __init__(self, written: Written) -> None:
        self._written = written

    def as_bytes(self, **_: Any) -> bytes:
        return self._written.as_bytes()


_WRITTEN_BY_TRANSPORT = frozenset(
    {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"}
)


def _face(written: Written, kind: str) -> str:
    part = written.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _as_attachment(part: Message) -> MIMEBase:
    """The part in the only shape that Django takes an attachment with headers in."""
    attached = MIMEBase(part.get_content_maintype(), part.get_content_subtype())
    attached.set_payload(part.get_payload(decode=True))
    encode_base64(attached)
    shown = part.get_content_disposition() or "attachment"
    attached.add_header("Content-Disposition", shown, filename=part.get_filename() or "")
    if part["Content-ID"]:
        attached["Content-ID"] = str(part["Content-ID"])
    return attached


class Refused(Exception):
    """The other side won't ever take this mail; in its words."""


class PutOff(Exception):
    """It may be taken later. `everything` says that no other mail would have got through now."""

    def __init__(self, why: str, *, everything: bool) -> None:
        super().__init__(why)
        self.everything = everything


def understood(error: Exception) -> Refused | PutOff:
    """What an error of a transport means for the mail and for those behind it."""
    why = _words(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
        return Refused(why) if codes and min(codes) >= 500 else PutOff(why, everything=False)
    if isinstance(error, smtplib.SMTPResponseException):
        about_us = isinstance(
            error,
            smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError,
        )
        if about_us or error.smtp_code == 421:
            return PutOff(why, everything=True)
        return Refused(why) if error.smtp_code >= 500 else PutOff(why, everything=False)
    if isinstance(error, OSError):
        return PutOff(why, everything=True)
    return _provider(error, why)


def _provider(error: Exception, why: str) -> Refused | PutOff:
    from anymail import exceptions

    if isinstance(error, exceptions.AnymailAPIError):
        status = error.status_code
        if status in {400, 413, 422}:
            return Refused(why)
        return PutOff(why, everything=True)
    if isinstance(error, exceptions.AnymailError):
        return Refused(why)
    return PutOff(why, everything=False)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        told = [f"{code} {_text(said)}" for code, said in error.recipients.values()]
        return "; ".join(told)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:500]
    return f"{type(error).__name__}: {error}"[:500]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
