from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest
from django.db import connection

from balcao.service.delivery import raw_store, receiver
from balcao.service.delivery.models import RawMail
from balcao.service.delivery.smtp_settings import SmtpSettings, read_settings
from balcao.service.delivery.waking import TAKE_IN
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = b"From: joao@cliente.example\r\nTo: sac@boapraca.example\r\nSubject: Oi\r\n\r\nOl\xc3\xa1\x00.\r\n"
LOOPBACK = (ip_network("127.0.0.0/8"),)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Running:
    """A receiver in a thread of its own."""

    def __init__(self, told: SmtpSettings) -> None:
        self.told = told
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(
            target=self._loop.run_until_complete, args=[receiver.serve(told, self._stop)]
        )

    def __enter__(self) -> Running:
        self._thread.start()
        for _ in range(500):
            try:
                socket.create_connection((self.told.host, self.told.port), 0.1).close()
                return self
            except OSError:
                self._thread.join(0.01)
        raise AssertionError("the receiver does not listen")

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def client(self) -> smtplib.SMTP:
        return smtplib.SMTP(self.told.host, self.told.port, timeout=10)


@pytest.fixture
def running(cast: Cast) -> Iterator[Running]:
    told = SmtpSettings("127.0.0.1", free_port(), 100_000, LOOPBACK)
    with Running(told) as found:
        yield found


def test_what_was_answered_with_250_is_kept_and_the_worker_is_woken(running: Running) -> None:
    with running.client() as client:
        assert client.sendmail("joao@cliente.example", ["SAC@boapraca.example"], MAIL) == {}
    kept = RawMail.objects.get()
    assert bytes(kept.data).endswith(MAIL)
    assert kept.state == "pending"
    assert kept.envelope_from == "joao@cliente.example"
    assert kept.envelope_to == ["SAC@boapraca.example"]
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [TAKE_IN]
            )
            if cursor.fetchone() == (1,):
                return
            running._thread.join(0.05)
    raise AssertionError("nobody woke the worker")


def test_a_bounce_has_no_sender_and_is_kept(running: Running) -> None:
    with running.client() as client:
        client.sendmail("", ["sac@boapraca.example"], MAIL)
    kept = RawMail.objects.get()
    assert kept.envelope_from == ""
    assert bytes(kept.data).startswith(b"Return-Path: <>\r\nReceived: from ")


@pytest.mark.parametrize(
    "address", ["joao@cliente.example", "nobody@boapraca.example", "sac@cliente.example"]
)
def test_what_is_no_inbox_is_refused_so_nothing_is_relayed(running: Running, address: str) -> None:
    with running.client() as client:
        client.ehlo()
        assert client.mail("a@b.example")[0] == 250
        assert client.rcpt(address)[0] == 550
        assert client.rcpt("sac+anything@boapraca.example")[0] == 250


def test_an_oversized_mail_is_refused_before_and_after_it_is_sent(running: Running) -> None:
    with running.client() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "100000"
        assert client.mail("a@b.example", ["size=100001"])[0] == 552
        client.mail("a@b.example")
        client.rcpt("sac@boapraca.example")
        code, why = client.data(b"x: y\r\n\r\n" + b"line\r\n" * 20_000)
        assert (code, b"at most 100000 bytes" in why) == (552, True)
        assert client.noop()[0] == 250
    assert not RawMail.objects.exists()


def test_lines_longer_than_the_standard_allows_are_taken(running: Running) -> None:
    with running.client() as client:
        client.sendmail("a@b.example", ["sac@boapraca.example"], MAIL + b"x" * 60_000)
    assert RawMail.objects.count() == 1


def test_a_bare_line_feed_smuggles_no_second_mail(running: Running) -> None:
    smuggled = MAIL + b"\n.\nMAIL FROM:<evil@b.example>\r\nRCPT TO:<ti@boapraca.example>\r\n"
    with running.client() as client:
        client.ehlo()
        client.mail("a@b.example")
        client.rcpt("sac@boapraca.example")
        client.putcmd("data")
        client.getreply()
        client.send(smuggled + b"\r\n.\r\n")
        assert client.getreply()[0] == 250
    assert RawMail.objects.count() == 1


@pytest.mark.parametrize(("problem", "code"), [(raw_store.Away, 451), (raw_store.Full, 452)])
def test_the_sender_is_told_to_try_again_while_a_mail_can_not_be_kept(
    running: Running, monkeypatch: pytest.MonkeyPatch, problem: type[Exception], code: int
) -> None:
    async def away(*_: object) -> int:
        raise problem

    with running.client() as client:
        client.ehlo()
        client.mail("a@b.example")
        client.rcpt("sac@boapraca.example")
        monkeypatch.setattr("balcao.service.delivery.raw_store.RawStore.keep", away)
        assert client.data(MAIL)[0] == code
    assert not RawMail.objects.exists()


def test_it_reconnects_by_itself_when_its_connections_are_cut(running: Running) -> None:
    with running.client() as client:
        client.sendmail("a@b.example", ["sac@boapraca.example"], MAIL)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        client.sendmail("a@b.example", ["sac@boapraca.example"], MAIL)
    assert RawMail.objects.count() == 2


def test_strangers_get_a_few_connections_and_trusted_networks_any() -> None:
    told = SmtpSettings("", 0, 1, LOOPBACK, a_stranger=2, all_strangers=3)
    assert not told.is_too_many("127.0.0.1", Counter({"127.0.0.1": 5000}))
    assert not told.is_too_many("::ffff:127.0.0.1", Counter({"::ffff:127.0.0.1": 5000}))
    assert not told.is_too_many("192.0.2.1", Counter({"192.0.2.1": 2}))
    assert told.is_too_many("192.0.2.1", Counter({"192.0.2.1": 3}))
    assert told.is_too_many("192.0.2.4", Counter({f"192.0.2.{n}": 1 for n in range(1, 5)}))


def test_one_stranger_too_many_is_turned_away_in_words(cast: Cast) -> None:
    told = SmtpSettings("127.0.0.1", free_port(), 1000, (), a_stranger=1)
    with Running(told) as running:
        running._thread.join(0.2)
        with running.client(), pytest.raises(smtplib.SMTPConnectError, match="Too many"):
            running.client()


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALCAO_SMTP_PORT", "2626")
    monkeypatch.setenv("BALCAO_SMTP_TRUSTED", "10.0.0.0/8, 2001:db8::/32")
    told = read_settings()
    assert told.port == 2626
    assert told.is_trusted("10.1.2.3")
    assert told.is_trusted("2001:db8::1")
    assert not told.is_trusted("127.0.0.1")
    assert not replace(told, trusted=()).is_trusted("10.1.2.3")
