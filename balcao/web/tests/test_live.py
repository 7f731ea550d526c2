from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from balcao.core.actor import SYSTEM
from balcao.events.live import tell
from balcao.register.access import actions as access
from balcao.service.routing import actions as routing
from balcao.service.routing.rules import LAPSES_AFTER_MISSES
from balcao.web import live
from balcao.web.hats import KEY
from balcao.web.live.exchange import STALE, Exchange, Mailbox
from tests.cast import Cast, make_cast


class Reader:
    """One open stream: what it was sent, and its leaving."""

    def __init__(self, session: str, topics: str, since: int = 0) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()
        scope = {
            "type": "http",
            "query_string": f"topics={topics}&since={since}".encode(),
            "headers": [(b"cookie", f"sessionid={session}".encode())],
        }
        self.task = asyncio.create_task(live.stream(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.sent.put(message)

    async def start(self) -> int:
        """The status; the stream listens from then on."""
        first = await asyncio.wait_for(self.sent.get(), 10)
        return int(first["status"])

    async def hears(self, words: bytes) -> bytes:
        """The first chunk that holds these words."""
        while True:
            chunk: bytes = (await asyncio.wait_for(self.sent.get(), 10))["body"]
            if words in chunk:
                return chunk


def _run(story: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story).result()


def _session(cast: Cast, name: str) -> str:
    session = SessionStore()
    session[KEY] = {"person": cast.people[name].pk, "level": "strong", "handle": None}
    session.create()
    return session.session_key or ""


def _told(*topics: str) -> None:
    with transaction.atomic():
        tell(*topics)
    connection.close()


@pytest.fixture
def kept_cast(transactional_db: None) -> Cast:
    """The cast, committed, since the stream reads from other threads."""
    return make_cast()


def test_what_is_told_arrives_and_what_is_not_ones_own_does_not(kept_cast: Cast) -> None:
    sac, ti = kept_cast.teams["sac"].pk, kept_cast.teams["ti"].pk
    session = _session(kept_cast, "marina")

    async def story() -> None:
        reader = Reader(session, f"team:{sac},team:{ti}")
        assert await reader.start() == 200
        await reader.hears(b"stale")
        await asyncio.to_thread(_told, f"team:{ti}", f"team:{sac}")
        heard = await reader.hears(b"team:")
        assert b"data: team:%d\n" % sac in heard
        assert b"team:%d\n" % ti not in heard
        reader.left.set()
        await asyncio.wait_for(reader.task, 5)
        live.end_all()

    _run(story())


def test_nobody_listens_without_a_session(kept_cast: Cast) -> None:
    async def story() -> None:
        reader = Reader("none", "team:1")
        assert await reader.start() == 401
        await asyncio.wait_for(reader.task, 5)

    _run(story())


def test_a_stream_ends_with_its_session(kept_cast: Cast) -> None:
    session = _session(kept_cast, "marina")
    person = kept_cast.people["marina"].pk

    async def story() -> None:
        reader = Reader(session, f"team:{kept_cast.teams['sac'].pk}")
        await reader.start()
        await reader.hears(b"stale")
        await asyncio.to_thread(SessionStore(session).delete)
        await asyncio.to_thread(_told, f"access:{person}")
        await asyncio.wait_for(reader.task, 5)
        live.end_all()

    _run(story())


def test_a_topic_falls_silent_when_the_membership_ends(kept_cast: Cast) -> None:
    session, sac = _session(kept_cast, "marina"), kept_cast.teams["sac"].pk
    person = kept_cast.people["marina"].pk

    async def story() -> None:
        reader = Reader(session, f"team:{sac},person:{person}")
        await reader.start()
        await reader.hears(b"stale")
        await asyncio.to_thread(access.end_membership, SYSTEM, person, sac)
        await asyncio.to_thread(_told, f"access:{person}")
        await asyncio.sleep(0.3)
        await asyncio.to_thread(_told, f"team:{sac}", f"person:{person}")
        assert b"team:" not in await reader.hears(b"data: person:")
        live.end_all()
        await asyncio.wait_for(reader.task, 5)

    _run(story())


def test_an_open_page_is_a_sign_of_life(kept_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("balcao.web.live.stream"), "SEEN_SECONDS", 0.0)
    session, marina = _session(kept_cast, "marina"), kept_cast.actor("marina")
    routing.set_presence(marina, "available")
    for _ in range(LAPSES_AFTER_MISSES - 1):
        routing.lapse(SYSTEM)

    async def story() -> None:
        reader = Reader(session, f"presence:{marina.person_id}")
        await reader.start()
        await reader.hears(b"stale")
        await asyncio.to_thread(_told, f"presence:{marina.person_id}")
        await reader.hears(b"data: presence:")
        live.end_all()
        await asyncio.wait_for(reader.task, 5)

    _run(story())
    assert routing.lapse(SYSTEM) == 0


def test_stopping_ends_every_stream_at_once(kept_cast: Cast) -> None:
    session = _session(kept_cast, "marina")

    async def story() -> None:
        readers = [Reader(session, "") for _ in range(5)]
        for reader in readers:
            await reader.start()
        live.end_all()
        await asyncio.wait_for(asyncio.gather(*(reader.task for reader in readers)), 2)

    _run(story())


def test_a_database_that_was_away_is_listened_to_again(kept_cast: Cast) -> None:
    session, sac = _session(kept_cast, "marina"), kept_cast.teams["sac"].pk

    async def story() -> None:
        reader = Reader(session, f"team:{sac}")
        await reader.start()
        await reader.hears(b"stale")
        await asyncio.to_thread(_cut_listeners_off)
        await reader.hears(b"stale")
        await asyncio.to_thread(_told, f"team:{sac}")
        await reader.hears(b"data: team:%d\n" % sac)
        live.end_all()

    _run(story())


def _cut_listeners_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN balcao_live%%' AND datname = current_database()"
        )
        assert cursor.rowcount >= 1
    connection.close()


def test_a_burst_is_told_once() -> None:
    async def story() -> None:
        exchange, mailbox = Exchange(), Mailbox()
        exchange.listen(mailbox, ["team:1", "team:2"])
        for number in range(100):
            exchange.fire(f"team:1 {number}")
        exchange.fire("team:3 1")
        assert list(await mailbox.take(1)) == ["team:1"]
        assert await mailbox.take(0.01) == {}

    _run(story())


def test_what_fired_while_the_page_was_on_its_way_is_told_late() -> None:
    async def story() -> None:
        exchange, mailbox = Exchange(), Mailbox()
        made_at = exchange._hears_since
        exchange.fire("team:1 1")
        exchange.listen(mailbox, ["team:1"], since=made_at)
        assert "team:1" in await mailbox.take(1)

    _run(story())


def test_whoever_cannot_be_told_what_they_missed_is_told_that_they_may_have() -> None:
    async def story() -> None:
        exchange, mailbox = Exchange(), Mailbox()
        exchange.listen(mailbox, ["team:1"], since=1)
        assert STALE in await mailbox.take(1)

    _run(story())
