"""The ASGI entry: the live stream and the health answer here, every page in one hop to Django."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache

from . import health, proxies
from .asgi import Receive, Scope, Send
from .hop import Pages

THREADS = 4


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    else:
        _set_origin(scope)
        if scope["path"] == "/healthz":
            await health.answer(send)
        elif scope["path"] == "/live":
            await _live()(scope, receive, send)
        else:
            await pages()(scope, receive, send)


@cache
def pages() -> Pages:
    """Django's pages, made once a process."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    wsgi = get_wsgi_application()
    return Pages(wsgi, threads=THREADS, body_limit=settings.BODY_MAX_BYTES)


@cache
def _live() -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    from balcao.web.live import stream

    return stream


@cache
def _trusted() -> list[proxies.Network]:
    from django.conf import settings

    return proxies.networks(settings.TRUSTED_PROXIES)


def _set_origin(scope: Scope) -> None:
    peer, port = scope.get("client") or ("", 0)
    address, scheme = proxies.origin(
        peer, scope.get("scheme", "http"), scope["headers"], _trusted()
    )
    scope["client"] = (address, port if address == peer else 0)
    scope["scheme"] = scheme


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            pages()
            await send({"type": "lifespan.startup.complete"})
        else:
            from balcao.web.live import end_all

            end_all()
            await send({"type": "lifespan.shutdown.complete"})
            return
