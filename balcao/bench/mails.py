"""Mail in: how fast one is accepted, and how fast many become visible tickets."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from balcao.core.sql import row
from balcao.service.delivery.keeping import KEEP, values

from . import floors
from .filling import Filled
from .folder import Desk
from .load import Failed, Figures, figures

SENDERS = 8
PATIENCE_SECONDS = 900


class Sender:
    """One SMTP connection that is kept."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Connect and greet."""
        self._reader, self._writer = await asyncio.open_connection(
            self.desk.host, self.desk.smtp_port
        )
        await self._expect("220")
        await self._say("EHLO bancada.example", "250")

    async def send(self, mail: tuple[str, str, bytes]) -> None:
        """From MAIL to the answer after DATA."""
        sender, recipient, data = mail
        await self._say(f"MAIL FROM:<{sender}>", "250")
        await self._say(f"RCPT TO:<{recipient}>", "250")
        await self._say("DATA", "354")
        assert self._writer is not None
        self._writer.write(data.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
        await self._expect("250")

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()

    async def _say(self, command: str, expected: str) -> None:
        assert self._writer is not None
        self._writer.write(command.encode() + b"\r\n")
        await self._expect(expected)

    async def _expect(self, expected: str) -> None:
        assert self._reader is not None
        line = b"-"
        while line[3:4] == b"-" or line == b"-":
            line = await self._reader.readline()
            if not line.startswith(expected.encode()):
                raise Failed(f"The mail receiver said {line!r}.")


def written(rng: random.Random, filled: Filled, number: int) -> tuple[str, str, bytes]:
    """A mail that opens a ticket: sender, inbox, and the whole of it."""
    _person, _handle, sender = filled.clients[number % len(filled.clients)]
    inbox = filled.inboxes[number % (len(filled.inboxes) - 1)].address
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, inbox
    mail["Subject"] = f"Pedido {rng.randrange(10**6)} não chegou"
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<bench.{number}.{rng.randrange(10**12)}@correio.example>"
    mail.set_content(
        f"Bom dia,\n\ncomprei um sofá e o prazo era {rng.randrange(1, 28)}/10.\n"
        f"Até agora não recebi. O pedido é {rng.randrange(10**6)}.\n\nObrigado.\n"
    )
    return sender, inbox, mail.as_bytes().replace(b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Intake:
    """So many mails, the seconds in which they were accepted, and until all were tickets."""

    mails: int
    accepted_seconds: float
    visible_seconds: float

    @property
    def rate(self) -> float:
        """Mails a second, from the first DATA to the last visible ticket."""
        return self.mails / self.visible_seconds


async def take_in(desk: Desk, filled: Filled, mails: int) -> Intake:
    """Send them all through a few connections and wait for the worker to settle the last."""
    rng = random.Random(11)
    waiting = iter([written(rng, filled, number) for number in range(mails)])
    before = await asyncio.to_thread(_tickets)
    started = time.perf_counter()

    async def sending() -> None:
        sender = Sender(desk)
        await sender.open()
        for mail in waiting:
            await sender.send(mail)
        sender.close()

    await asyncio.gather(*(sending() for _ in range(SENDERS)))
    accepted = time.perf_counter() - started
    while await asyncio.to_thread(_tickets) < before + mails:
        if time.perf_counter() - started > PATIENCE_SECONDS:
            raise Failed("Not every mail became a ticket in time.")
        await asyncio.sleep(0.1)
    return Intake(mails, accepted, time.perf_counter() - started)


def _tickets() -> int:
    found = row("SELECT count(*) AS n FROM tickets_ticket")
    return int(found["n"]) if found else 0


def floor(filled: Filled, rounds: int = 200) -> Figures:
    """What keeping a mail costs on a bare connection: one committed row."""
    rng = random.Random(5)
    taken = []
    with floors.bare(autocommit=True) as connection:
        for number in range(rounds):
            sender, recipient, data = written(rng, filled, -1 - number)
            told = values(data, source="smtp", envelope_from=sender, envelope_to=[recipient])
            started = time.perf_counter()
            connection.execute(KEEP, told).fetchall()
            taken.append(time.perf_counter() - started)
        connection.execute("DELETE FROM delivery_rawmail")
    return figures(taken, sum(taken))
