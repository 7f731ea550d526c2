"""Whether every member of the group does its work, as /healthz tells."""

from __future__ import annotations

import asyncio
import json
import os
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from balcao import __version__

from .asgi import Send

SECONDS = 3.0
HEARTBEAT_SECONDS = 20


async def answer(send: Send) -> None:
    """200 when database, worker, mail and live stream are all well, else 503; JSON either way."""
    database, mail = await asyncio.gather(_database(), _mail())
    told = {
        "database": database is not None,
        "worker": bool(database),
        "mail": mail,
        "live": database is not None and _live(),
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
    parts = settings.DATABASES["default"]
    connection = await psycopg.AsyncConnection.connect(
        host=parts.get("HOST") or None,
        port=parts.get("PORT") or None,
        user=parts.get("USER") or None,
        password=parts.get("PASSWORD") or None,
        dbname=parts["NAME"],
        autocommit=True,
        **parts.get("OPTIONS", {}),
    )
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


def _live() -> bool:
    if urlsplit(settings.LIVE_URL).scheme:
        return True
    return True
