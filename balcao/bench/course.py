"""What is asked of the desk, by whom, and what is held against the aims."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connections
from django.utils import translation

from balcao.config.migrating import migrate
from balcao.core.sql import row, rows
from balcao.service.tickets import rebuild

from . import floors, live, mails, weight
from .filling import Filled, fill
from .folder import Desk
from .load import Failed, Figures
from .report import Aim, Report
from .sessions import sign_in
from .wire import Visitor, Wire

LIST = "list page"
TICKET = "ticket page"
SEARCH = "search"
REPLY = "reply"
MAIL = "mail in"
_LIST_PATH = "/desk/lists/teams/"
_QUERIES = (
    "guarda-roupa atrasado", "entrega sofá", "nota fiscal", "troca geladeira", "montagem",
    "estorno cartão", "endereço", "reembolso viagem", "colchão", "pedido cancelar",
)  # fmt: skip
_PATIENCE = 900.0
_SAMPLE = 20


class Asker(Protocol):
    """One client."""

    async def ask(self, number: int) -> None:
        """Ask once, and fail unless the answer is right."""

    def close(self) -> None:
        """Leave."""


@dataclass(slots=True)
class Reading:
    """A client that asks for pages, or sends forms, and expects one status."""

    wire: Wire
    request: Callable[[int], bytes]
    status: int = 200

    async def ask(self, number: int) -> None:
        """Ask once."""
        answer = await self.wire.ask(self.request(number))
        if answer.status != self.status:
            raise Failed(f"{self.request(number)[:60]!r} was answered with {answer.status}.")

    def close(self) -> None:
        """Leave."""
        self.wire.close()


@dataclass(slots=True)
class Mailing:
    """A client that sends mails."""

    sender: mails.Sender
    filled: Filled
    rng: random.Random

    async def open(self) -> None:
        """Connect."""
        await self.sender.open()

    async def ask(self, number: int) -> None:
        """Send one."""
        await self.sender.send(mails.written(self.rng, self.filled, number))

    def close(self) -> None:
        """Leave."""
        self.sender.close()


@dataclass(slots=True)
class Course:
    """A filled desk and the people who ask."""

    filled: Filled
    is_equal: bool
    sessions: list[str]
    few: str
    protocols: list[str]
    answerable: list[str]

    @classmethod
    def prepared(cls, tickets: int, say: Callable[[str], None]) -> Course:
        """Tables, content, sessions."""
        migrate()
        call_command("createcachetable", verbosity=0)
        filled = fill(tickets, say)
        translation.activate("pt-br")
        team = filled.teams[0].pk
        ids = "SELECT protocol FROM tickets_ticket WHERE team_id = %(team)s"
        newest = " ORDER BY updated_at DESC LIMIT 500"
        active = " AND status IN ('new', 'open', 'pending')"
        return cls(
            filled=filled,
            is_equal=rebuild.compare().is_equal,
            sessions=[sign_in(filled.agents[0]), sign_in(filled.agents[4])],
            few=sign_in(filled.agent_of_few),
            protocols=[line["protocol"] for line in rows(ids + newest, {"team": team})],
            answerable=[line["protocol"] for line in rows(ids + active + newest, {"team": team})],
        )

    def close(self) -> None:
        """Leave the database."""
        connections.close_all()

    def record(self, report: Report) -> dict[str, Callable[[], Figures]]:
        """How each thing's floor is measured, and the statements of pages small and large.

        The floor of mail is measured at once: later, the worker would take its mails in.
        """
        session, body = self.sessions[0], {"body": "Obrigado, já estou vendo."}
        for each in (session, self.few):
            floors.record(each, _LIST_PATH)  # what a session asks but once is asked now
        tickets = [f"/desk/tickets/{protocol}/" for protocol in self.protocols[:_SAMPLE]]
        recorded = {
            LIST: [floors.record(session, _LIST_PATH)],
            TICKET: [floors.record(session, path) for path in tickets],
            SEARCH: [floors.record(session, _query(place)) for place in range(len(_QUERIES))],
            REPLY: [floors.record(session, f"/desk/tickets/{self.answerable[0]}/reply/", body)],
        }
        for name, several in recorded.items():
            if {one.status for one in several} != {302 if name == REPLY else 200}:
                raise Failed(f"A {name} could not be recorded.")
        self._count_statements(report, recorded)
        kept = mails.floor(self.filled)
        return {
            **{name: partial(floors.floor, several) for name, several in recorded.items()},
            MAIL: lambda: kept,
        }

    def _count_statements(
        self, report: Report, recorded: Mapping[str, Sequence[floors.Recorded]]
    ) -> None:
        few = {
            LIST: floors.record(self.few, _LIST_PATH),
            TICKET: floors.record(self.few, f"/desk/tickets/{self.filled.short_protocol}/"),
        }
        many = {
            LIST: recorded[LIST][0],
            TICKET: floors.record(self.few, f"/desk/tickets/{self.filled.long_protocol}/"),
        }
        for name, one in few.items():
            one_count, other = len(one.own), len(many[name].own)
            report.aims.append(Aim(f"{name}, statements, few rows", one_count, 6, ""))
            report.aims.append(Aim(f"{name}, statements, many rows", other, 6, ""))
        most = max(len(one.own) for one in recorded[SEARCH])
        report.aims.append(Aim("search, statements", most, 6, ""))

    async def weigh(self, desk: Desk, report: Report) -> None:
        """The first page, before and after signing in."""
        host = f"{desk.host}:{desk.port}"
        for name, session, path in (
            ("first page, signed out", "", "/entrar/"),
            ("first page of the desk", self.sessions[0], "/desk/"),
        ):
            size = await weight.of_page(desk, Visitor(host, session), path)
            report.aims.append(Aim(f"{name}, compressed", size / 1000, 150, "kB"))

    def asks(self, desk: Desk) -> dict[str, Callable[[int], Asker]]:
        """For each thing measured, how a new client of it is made."""
        host = f"{desk.host}:{desk.port}"
        visitors = [Visitor(host, session) for session in self.sessions]
        words = {"body": "Obrigado por escrever. Já estou vendo o seu caso e volto em seguida."}

        def reading(
            request: Callable[[Visitor, int], bytes], status: int = 200
        ) -> Callable[[int], Asker]:
            def made(client: int) -> Asker:
                visitor = visitors[client % len(visitors)]
                wire = Wire(desk.host, desk.port)
                return Reading(wire, lambda number: request(visitor, number), status)

            return made

        def ticket(protocols: list[str], number: int) -> str:
            return f"/desk/tickets/{protocols[number % len(protocols)]}/"

        return {
            LIST: reading(lambda who, number: who.get(_LIST_PATH)),
            TICKET: reading(lambda who, number: who.get(ticket(self.protocols, number))),
            SEARCH: reading(lambda who, number: who.get(_query(number))),
            REPLY: reading(
                lambda who, number: who.post(f"{ticket(self.answerable, number)}reply/", words), 302
            ),
            MAIL: lambda client: Mailing(mails.Sender(desk), self.filled, random.Random()),
        }

    async def settle(self) -> None:
        """Wait until the worker has nothing left to do."""
        ends = time.monotonic() + _PATIENCE
        while not await asyncio.to_thread(_is_idle):
            if time.monotonic() > ends:
                raise Failed("The worker did not come to rest.")
            await asyncio.sleep(0.2)

    async def live(self, desk: Desk, report: Report) -> None:
        """A reply of one agent on the page of another."""
        host = f"{desk.host}:{desk.port}"
        protocol = self.answerable[0]
        ticket = await asyncio.to_thread(_ticket_id, protocol)
        writer, reader = (Visitor(host, session) for session in self.sessions)
        figures = await live.until_seen(desk, writer, reader, protocol, ticket)
        report.aims.append(Aim("a reply on another open page, p95", figures.p95, 300, "ms"))

    async def mails(self, desk: Desk, report: Report, count: int) -> None:
        """From DATA to the visible ticket."""
        await self.settle()
        intake = await mails.take_in(desk, self.filled, count)
        report.aims.append(Aim(f"{count} mails in, one worker", intake.rate, 100, "a second", True))
        report.remarks.append(
            f"{count} mails were accepted in {intake.accepted_seconds:.1f} s"
            f" and were visible tickets after {intake.visible_seconds:.1f} s."
        )

    def judge(self, report: Report) -> None:
        """Hold the pages against their aims."""
        for measured in report.measured:
            one, eight, floor = measured.at[1], measured.at[8], measured.floor
            if measured.name in (LIST, TICKET):
                report.aims.append(Aim(f"{measured.name}, p50, one client", one.p50, 12, "ms"))
            if measured.name == SEARCH:
                report.aims.append(Aim("search, p50, one client", one.p50, 15, "ms"))
            if measured.name in (LIST, TICKET, SEARCH):
                report.aims.append(Aim(f"{measured.name}, p95, 8 clients", eight.p95, 120, "ms"))
                if floor is not None:
                    times = one.p50 / floor.p50
                    report.aims.append(Aim(f"{measured.name}, times its floor", times, 2.5, ""))


def _query(number: int) -> str:
    return f"/desk/search/?{urlencode({'q': _QUERIES[number % len(_QUERIES)]})}"


def _is_idle() -> bool:
    found = row(
        "SELECT (SELECT count(*) FROM delivery_rawmail WHERE state = 'pending')"
        " + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        "    AND (scheduled_at IS NULL OR scheduled_at <= now())) AS n"
    )
    return found is not None and found["n"] == 0


def _ticket_id(protocol: str) -> int:
    found = row("SELECT id FROM tickets_ticket WHERE protocol = %(p)s", {"p": protocol})
    assert found is not None
    return int(found["id"])
