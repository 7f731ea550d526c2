"""Whether every member of the group does its work, as /healthz tells."""

from __future__ import annotations

import asyncio
import json
import os

import psycopg
from django.conf import settings

from balcao import __version__
from balcao.core import sql

from .asgi import Send

SECONDS = 3.0
HEARTBEAT_SECONDS = 20


async def answer(send: Send) -> None:
    """200 when database, worker, mail and live stream are all well, else 503; JSON either way."""
    database, mail, live = await asyncio.gather(_database(), _mail(), _live())
    told = {
        "database": database is not None,
        "worker": bool(database),
        "mail": mail,
        "live": live and (database is not None or bool(settings.LIVE_URL)),
        "version": __version__,
    }
    status = 200 if all(told.values()) else 503
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def _database() -> bool | None:
    """Whether a worker gave a sign of life lately; None when the database does not answer."""
    try:
        return await asyncio.wait_for(_beats(), SECONDS)
    except (psycopg.Error, TimeoutError, OSError):
        return None


async def _beats() -> bool:
    connection = await psycopg.AsyncConnection.connect(**sql.address(), autocommit=True)
    async with connection:
        cursor = await connection.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [HEARTBEAT_SECONDS],
        )
        found = await cursor.fetchone()
    return bool(found and found[0])


async def _mail() -> bool:
    host = os.environ.get("BALCAO_SMTP_HOST") or "127.0.0.1"
    port = int(os.environ.get("BALCAO_SMTP_PORT") or 2525)
    try:
        _reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), SECONDS)
    except (TimeoutError, OSError):
        return False
    writer.close()
    return True


async def _live() -> bool:
    """The stream listens to the database, unless LIVE_URL names another source."""
    if not settings.LIVE_URL:
        return True
    import redis.asyncio

    client = redis.asyncio.Redis.from_url(settings.LIVE_URL, socket_timeout=SECONDS)
    try:
        return bool(await client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        await client.aclose()
