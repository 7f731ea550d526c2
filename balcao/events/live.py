"""The live wire: topics and numbers only, so that content can't leak through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction

from balcao.core import clock

CHANNEL = "balcao_live"
_hushed: ContextVar[bool] = ContextVar("hushed", default=False)


@contextmanager
def hush() -> Iterator[None]:
    """Within it nobody is woken: history is told to an empty house."""
    token = _hushed.set(True)
    try:
        yield
    finally:
        _hushed.reset(token)


def is_hushed() -> bool:
    """True while history is told: nobody is to be told of it now."""
    return _hushed.get()


def tell(*topics: str) -> None:
    """Wake whoever listens to these topics, when the transaction commits."""
    if not topics or _hushed.get():
        return
    number = int(clock.now().timestamp() * 1000)
    payloads = sorted({f"{topic} {number}" for topic in topics})
    if settings.LIVE_URL:
        transaction.on_commit(lambda: _tell_redis(payloads))
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) payload", [CHANNEL, payloads]
        )


def _tell_redis(payloads: list[str]) -> None:
    import redis

    client = redis.Redis.from_url(settings.LIVE_URL)
    try:
        for payload in payloads:
            client.publish(CHANNEL, payload)
    finally:
        client.close()
