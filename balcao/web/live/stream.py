from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError, close_old_connections

from balcao.core.actor import Actor
from balcao.service.routing.actions import seen
from balcao.service.tickets import topics as scope

from ..hats import actor_of_session
from .exchange import STALE, Exchange, Mailbox
from .sources import feed

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Result = TypeVar("Result")

_log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 300.0
SEEN_SECONDS = 45.0
BURST_SECONDS = 0.05
TOPICS_MAX = 100

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
_exchange: Exchange | None = None
_feeding: asyncio.Task[None] | None = None


def exchange() -> Exchange:
    """This process's exchange; its source is opened with the first stream."""
    global _exchange, _feeding
    if _exchange is None or _feeding is None or _feeding.done():
        _exchange = Exchange()
        _feeding = asyncio.get_running_loop().create_task(feed(_exchange))
    return _exchange


def end_all() -> None:
    """End every open stream of this process and stop listening: the server is stopping."""
    if _exchange is not None:
        _exchange.end_all()
    if _feeding is not None:
        _feeding.cancel()


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/live?topics=a,b&since=MS` for as long as the reader stays and may listen."""
    wanted, since = _asked(scope)
    cookies = _header(scope, b"cookie")
    actor, allowed = await _in_thread(_allowed, cookies, wanted)
    if actor is None:
        await _refuse(send)
        return
    mailbox = Mailbox()
    own = _own(actor)
    hub = exchange()
    hub.listen(mailbox, [own] if own else [])
    hub.listen(mailbox, allowed, since)
    leaving = asyncio.ensure_future(_left(receive, mailbox))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _write(send, b"retry: 1000\n\n")
        await _tell(send, mailbox, hub, (cookies, wanted), actor)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except (OSError, RuntimeError):
        pass  # the reader left while we wrote
    finally:
        leaving.cancel()
        hub.leave(mailbox)


async def _tell(
    send: Send, mailbox: Mailbox, hub: Exchange, asked: tuple[str, list[str]], known: Actor
) -> None:
    own = _own(known)
    checked_at = seen_at = time.monotonic()
    while not mailbox.is_ended:
        arrived = await mailbox.take(HEARTBEAT_SECONDS)
        if mailbox.is_ended:
            return
        if own in arrived or time.monotonic() - checked_at > RECHECK_SECONDS:
            arrived.pop(own, None)
            checked_at = time.monotonic()
            actor, allowed = await _in_thread(_allowed, *asked)
            hub.leave(mailbox)
            if actor is None:
                return
            known = actor
            hub.listen(mailbox, [*allowed, own])
            arrived = {name: at for name, at in arrived.items() if name in {STALE, *allowed}}
        if known.is_agent and time.monotonic() - seen_at > SEEN_SECONDS:
            seen_at = time.monotonic()
            await _in_thread(_seen, known)
        await _write(send, _lines(arrived))
        await asyncio.sleep(BURST_SECONDS)


def _lines(arrived: dict[str, int]) -> bytes:
    if not arrived:
        return b":\n\n"
    if STALE in arrived:
        return b"event: stale\nid: %d\ndata:\n\n" % arrived[STALE]
    return b"".join(b"id: %d\ndata: %s\n\n" % (at, name.encode()) for name, at in arrived.items())


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _left(receive: Receive, mailbox: Mailbox) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    mailbox.end()


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _asked(scope: Scope) -> tuple[list[str], int]:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    topics = [name for name in query.get("topics", [""])[0].split(",") if name]
    numbers = [query.get("since", ["0"])[0], _header(scope, b"last-event-id")]
    since = max((int(text) for text in numbers if text.isascii() and text.isdigit()), default=0)
    return topics[:TOPICS_MAX], since


def _header(scope: Scope, name: bytes) -> str:
    return next(
        (bytes(value).decode("latin-1") for key, value in scope["headers"] if key == name), ""
    )


def _own(actor: Actor) -> str:
    return f"access:{actor.person_id}" if actor.person_id else ""


async def _in_thread(function: Callable[..., Result], *told: object) -> Result:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, function, *told)


def _seen(actor: Actor) -> None:
    """An open page is a sign of life; a database that is away just now hears of the next one."""
    close_old_connections()
    try:
        seen(actor)
    except DatabaseError as error:
        _log.warning("A sign of life could not be written: %s", error)
    finally:
        close_old_connections()


def _allowed(cookies: str, wanted: list[str]) -> tuple[Actor | None, list[str]]:
    """Who holds this session and which of these topics they may hear; None for nobody."""
    close_old_connections()
    try:
        actor = actor_of_session(_session(cookies))
        if actor.person_id is None and not actor.followed:
            return None, []
        return actor, [topic for topic in wanted if scope.may_hear(actor, topic)]
    finally:
        close_old_connections()


def _session(cookies: str) -> SessionBase:
    try:
        key = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        key = None
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key and key.value)
    return store
