"""While no mail transport is set, mails that would leave become files in the data folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.generator import BytesGenerator
from email.message import Message
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from balcao.core import clock

from .transport import WrittenMail

SUFFIX = ".eml"


def folder() -> Path:
    """The outbox of this data folder, made on the way; nobody else may look into it."""
    found: Path = settings.DATA / "outbox"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    found.chmod(0o700)
    return found


class OutboxBackend(BaseEmailBackend):
    """Writes each mail as one file per recipient, whole or not at all, and once however often tried."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every mail; how many. OSError when the disk refuses, unless told to be silent."""
        written = 0
        for mail in email_messages:
            recipients = mail.recipients()
            try:
                for address in recipients:
                    _write_for_reader(mail, address, alone=len(recipients) == 1)
            except OSError:
                if not self.fail_silently:
                    raise
                continue
            written += bool(recipients)
        return written


def _write_for_reader(mail: EmailMessage, address: str, *, alone: bool) -> None:
    written = mail.written if isinstance(mail, WrittenMail) else mail.message()
    known = hashlib.sha256(f"{written['Message-ID']} {address}".encode()).hexdigest()[:16]
    was_tried = isinstance(mail, WrittenMail) and mail.was_tried
    if was_tried and any(folder().glob(f"*-{known}{SUFFIX}")):
        return  # cut off between writing it and writing down that it was sent
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{known}{SUFFIX}"
    _write(name, _for_reader(written, address, alone=alone))


def _for_reader(mail: Message, address: str, *, alone: bool) -> bytes:
    """The mail as this reader gets it: `To` names them, and nobody else is told of."""
    if not alone or address not in str(mail["To"]):
        for name in ("To", "Cc", "Bcc"):
            del mail[name]
        mail["To"] = address
    written = BytesIO()
    policy = mail.policy.clone(linesep=SMTP.linesep)
    BytesGenerator(written, mangle_from_=False, policy=policy).flatten(mail)
    return written.getvalue()


def _write(name: str, data: bytes) -> None:
    into = folder()
    half = into / f".{name}.half"
    try:
        with half.open("wb") as file:
            file.write(data)
        half.rename(into / name)
    except OSError:
        half.unlink(missing_ok=True)
        raise
