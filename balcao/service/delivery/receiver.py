"""Mail in by SMTP: 250 only once the mail is committed, and never a relay.

It knows neither models nor rules: what comes is kept as it came, and the worker is woken.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections import Counter
from email.utils import formatdate
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from balcao.core.text import clean

from .raw_store import Away, Full, RawStore
from .smtp_settings import SmtpSettings, read_settings

LINE_MAX_BYTES = 1_048_576
RECIPIENTS_MAX = 1000
CLOSING_SECONDS = 3.0

logger = logging.getLogger(__name__)


class Desk:
    """Answers each command; the hooks are aiosmtpd's."""

    def __init__(self, store: RawStore, greeting: str) -> None:
        self.store = store
        self.greeting = greeting
        self.keeping = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only inboxes, with or without a plus: anything else is refused, so nothing is relayed."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_MAX:
            return "452 4.5.3 Too many recipients in one mail"
        try:
            if not await self.store.is_inbox(clean(address)):
                return "550 5.1.1 There is no such inbox here"
        except Away:
            return "451 4.3.0 The desk can't look that up now, try again soon"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, then say so."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.keeping += 1
        try:
            number = await self.store.keep(
                self._traced(session, envelope) + content,
                clean(envelope.mail_from or "").strip("<>"),
                [clean(address) for address in envelope.rcpt_tos],
            )
        except Full:
            return "452 4.3.1 There is no room for this mail now, try again later"
        except Away:
            return "451 4.3.0 The desk can't keep this mail now, try again soon"
        finally:
            self.keeping -= 1
        return f"250 2.0.0 Kept as {number}"

    async def handle_exception(self, error: Exception) -> str:
        """What nobody foresaw costs the sender a retry, never a mail."""
        logger.error("Mail could not be received.", exc_info=error)
        return "451 4.3.0 Something went wrong here, try again soon"

    def _traced(self, session: Session, envelope: Envelope) -> bytes:
        """The two lines of who takes mail in for good: the envelope's sender, and whence it came."""
        peer = session.peer[0] if isinstance(session.peer, tuple) else "?"
        told = _printable(session.host_name or "?")
        lines = (
            f"Return-Path: <{_printable((envelope.mail_from or '').strip('<>'))}>",
            f"Received: from {told} ([{peer}])",
            f"\tby {self.greeting} with ESMTP; {formatdate()}",
        )
        return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def _printable(text: str) -> str:
    return "".join(c for c in clean(text) if c.isprintable() and c not in "<>")[:320]


class Conversation(SMTP):
    """One connection: real mail has long lines, and strangers get a few connections each."""

    line_length_limit = LINE_MAX_BYTES
    open_by_peer: Counter[str] = Counter()

    def __init__(self, *args: Any, limits: SmtpSettings, **told: Any) -> None:
        super().__init__(*args, **told)
        self._limits = limits
        self._peer = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the caller's connections, and refuse one too many."""
        if self._peer:  # the same connection again, after STARTTLS
            super().connection_made(transport)
            return
        peer = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if peer else "?"
        self.open_by_peer[self._peer] += 1
        if self._limits.is_too_many(self._peer, self.open_by_peer):
            assert isinstance(transport, asyncio.Transport)
            transport.write(b"421 4.7.0 Too many connections, try again soon\r\n")
            transport.close()
        super().connection_made(transport)

    async def push(self, status: Any) -> None:
        """Send an answer; one that refuses a mail for its size tells the limit."""
        if isinstance(status, str) and status.startswith("552"):
            status = f"552 5.3.4 This desk takes mails of at most {self._limits.max_bytes} bytes"
        await super().push(status)

    def connection_lost(self, error: Exception | None) -> None:
        """Count the caller's connections down."""
        self.open_by_peer[self._peer] -= 1
        if self.open_by_peer[self._peer] <= 0:
            del self.open_by_peer[self._peer]
        super().connection_lost(error)


async def serve(told: SmtpSettings, stop: asyncio.Event) -> None:
    """Receive mail until told to stop; what is being kept then is still kept."""
    loop = asyncio.get_running_loop()
    async with RawStore() as store:
        desk = Desk(store, "balcao")
        server = await loop.create_server(lambda: _conversation(desk, told), told.host, told.port)
        await stop.wait()
        server.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                while desk.keeping:
                    await asyncio.sleep(0.05)


def _conversation(desk: Desk, told: SmtpSettings) -> Conversation:
    return Conversation(
        desk,
        limits=told,
        data_size_limit=told.max_bytes,
        enable_SMTPUTF8=True,
        hostname="balcao",
        ident="Balcao",
        tls_context=told.tls,
        timeout=told.seconds,
    )


async def _main(told: SmtpSettings) -> None:
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    await serve(told, stop)


def main() -> None:
    """Receive mail until SIGTERM; ends with 2 for a wrong setting, 1 when the port is taken."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    try:
        told = read_settings()
    except (ValueError, OSError) as refusal:
        print(f"Mail can't be received: {refusal}", file=sys.stderr)
        raise SystemExit(2) from None
    try:
        asyncio.run(_main(told))
    except OSError as refusal:
        print(f"Mail can't be received: {refusal}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
