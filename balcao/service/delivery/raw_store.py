"""Where the mail receiver keeps mails: a few database connections of its own, without models."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from typing import Any

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ProcrastinateException
from psycopg import errors
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from balcao.core import sql

from .keeping import KEEP, values
from .proofs import bare_addresses
from .waking import QUEUE, TAKE_IN

CONNECTIONS = 3
PATIENCE_SECONDS = 8.0
INBOXES_SECONDS = 1.0
GATHER_SECONDS = 0.02
INBOXES = """
SELECT i.address FROM inboxes_inbox i JOIN teams_team t ON t.id = i.team_id
WHERE i.is_active AND t.is_active
"""
WAITING = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'"

logger = logging.getLogger(__name__)


class Away(Exception):
    """The database does not answer now."""


class Full(Exception):
    """There is no room left for a mail."""


class RawStore:
    """Keeps mails and knows the inboxes; it outlives restarts of the database."""

    def __init__(self) -> None:
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]] = AsyncConnectionPool(
            make_conninfo(**sql.address()),
            min_size=1,
            max_size=CONNECTIONS,
            open=False,
            kwargs={"autocommit": True},
            reconnect_timeout=float("inf"),
        )
        self._jobs = procrastinate.App(connector=procrastinate.PsycopgConnector())
        self._inboxes: frozenset[str] = frozenset()
        self._read_at = float("-inf")
        self._kept = asyncio.Event()
        self._waker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> RawStore:
        await self._pool.open()
        await self._jobs.open_async(self._pool)
        self._waker = asyncio.create_task(self._wake_for_ever())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._waker is not None:
            self._waker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._waker
        await self._pool.close(timeout=1.0)

    async def is_inbox(self, address: str) -> bool:
        """True for an active inbox, with or without a plus; Away when it can't be known."""
        if time.monotonic() - self._read_at > INBOXES_SECONDS:
            found = await self._run(INBOXES)
            self._inboxes = frozenset(str(line[0]) for line in found)
            self._read_at = time.monotonic()
        return bool(set(bare_addresses(address)) & self._inboxes)

    async def keep(self, data: bytes, sender: str, recipients: Sequence[str]) -> int:
        """Commit one mail; its number. Away or Full when it can't be kept."""
        told = values(data, source="smtp", envelope_from=sender, envelope_to=recipients)
        found = await self._run(KEEP, told)
        self._kept.set()
        return int(found[0][0])

    async def _run(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
        """One committed statement, on another connection when the first one was broken."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Away
            try:
                async with self._pool.connection(timeout=left) as connection:
                    cursor = await connection.execute(sql, params)
                    return await cursor.fetchall()
            except errors.DiskFull:
                raise Full from None
            except PoolTimeout:
                raise Away from None
            except psycopg.OperationalError:
                await asyncio.sleep(0.1)

    async def _wake_for_ever(self) -> None:
        """Wake the worker for what was kept, once for all that came meanwhile."""
        while True:
            await self._kept.wait()
            self._kept.clear()
            try:
                if not await self._run(WAITING, [TAKE_IN]):
                    await self._jobs.configure_task(
                        TAKE_IN, queue=QUEUE, lock=TAKE_IN, queueing_lock=TAKE_IN
                    ).defer_async()
            except AlreadyEnqueued:
                pass
            except (ProcrastinateException, Away, Full, psycopg.Error):
                logger.warning("The worker could not be woken; it looks by itself soon.")
            await asyncio.sleep(GATHER_SECONDS)
