"""Where topics come from: PostgreSQL's LISTEN, or Valkey/Redis when LIVE_URL says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import psycopg
from django.conf import settings

from balcao.core import sql
from balcao.events.live import CHANNEL

from .exchange import Exchange

_log = logging.getLogger(__name__)
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0


async def feed(exchange: Exchange) -> None:
    """Fire on the exchange whatever is told, for ever; the source may come and go."""
    pause = _FIRST_PAUSE
    while True:
        try:
            source = _from_redis(settings.LIVE_URL) if settings.LIVE_URL else _from_postgres()
            async for payload in source:
                pause = _FIRST_PAUSE
                if payload is None:
                    exchange.resume()
                else:
                    exchange.fire(payload)
        except (psycopg.Error, OSError) as error:
            _log.warning("The live stream lost its source and tries again: %s", error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _from_postgres() -> AsyncIterator[str | None]:
    """None once it listens, then each payload."""
    connection = await psycopg.AsyncConnection.connect(**sql.address(), autocommit=True)
    async with connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        yield None
        async for notice in connection.notifies():
            yield notice.payload


async def _from_redis(address: str) -> AsyncIterator[str | None]:
    """None once it listens, then each payload."""
    import redis.asyncio
    from redis.exceptions import RedisError

    client = redis.asyncio.Redis.from_url(address)
    try:
        async with client.pubsub() as inbox:
            await inbox.subscribe(CHANNEL)
            yield None
            async for message in inbox.listen():
                if message["type"] == "message":
                    yield message["data"].decode()
    except RedisError as error:
        raise OSError(str(error)) from error
    finally:
        await client.aclose()
