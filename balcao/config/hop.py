"""One hop from ASGI to Django's WSGI handler, on a bounded pool of threads."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from .asgi import Receive, Scope, Send

IN_MEMORY = 1_048_576
SEND_SECONDS = 60.0
DRAIN_SECONDS = 60.0
DRAINED_TIMES = 8  # the limit, at most, of what is read of a body that is too large
UNFORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port"}

Headers = list[tuple[str, str]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TooLarge(Exception):
    """The body is larger than the limit; `is_coming` while the client still sends."""

    def __init__(self, *, is_coming: bool) -> None:
        super().__init__()
        self.is_coming = is_coming


class Gone(Exception):
    """The client left before the whole body was there."""


class FileBody:
    """What Django returns for a file: read apart, so that a slow reader holds no page thread."""

    def __init__(self, file: IO[bytes], block_size: int = 65_536) -> None:
        self.file = file
        self.block_size = block_size

    def __iter__(self) -> Iterator[bytes]:
        while block := self.file.read(self.block_size):
            yield block

    def close(self) -> None:
        """Close the file, and with it Django's response."""
        self.file.close()


class Pages:
    """Answers a request by the WSGI application, in one of `threads` threads."""

    def __init__(self, wsgi: Wsgi, *, threads: int, body_limit: int) -> None:
        self.wsgi = wsgi
        self.body_limit = body_limit
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; 413 for a body above the limit, nothing for a client that left."""
        try:
            body = await spool(scope, receive, self.body_limit)
        except TooLarge as refusal:
            if refusal.is_coming:
                await drain(receive, DRAINED_TIMES * self.body_limit)
            await refuse_large(scope, send, self.body_limit)
            return
        except Gone:
            return
        with body:
            await self._answer(environ(scope, body), receive, send)

    async def _answer(self, told: dict[str, Any], receive: Receive, send: Send) -> None:
        answer = Answer(asyncio.get_running_loop(), receive, send)
        try:
            rest = await answer.loop.run_in_executor(self.pool, answer.run, self.wsgi, told)
            if isinstance(rest, FileBody):
                await _send_file(rest, answer)
            elif rest is not None:
                await answer.start()
                await send({"type": "http.response.body", "body": rest})
        finally:
            answer.end()


class Answer:
    """One response on its way: what the WSGI application said, and whether anybody listens."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send) -> None:
        self.loop = loop
        self.receive = receive
        self.send = send
        self.status = 500
        self.headers: Headers = []
        self.is_gone = False
        self._watch: asyncio.Task[None] | None = None

    def run(self, wsgi: Wsgi, told: dict[str, Any]) -> bytes | FileBody | None:
        """In a page thread: the whole body, a file to send, or None once a stream has been sent."""
        result = wsgi(told, self._start_response)
        if isinstance(result, FileBody):
            return result
        try:
            if not getattr(result, "streaming", True):
                return b"".join(result)
            self._stream(result)
            return None
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()

    async def start(self) -> None:
        """Send the status and the headers."""
        pairs = [
            (key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in self.headers
        ]
        await self.send({"type": "http.response.start", "status": self.status, "headers": pairs})

    async def start_watched(self) -> None:
        """Send the status and the headers, and notice from now on when the client leaves."""
        self._watch = asyncio.create_task(self._wait_gone())
        await self.start()

    def end(self) -> None:
        """Nothing more will be sent."""
        self.is_gone = True
        if self._watch is not None:
            self._watch.cancel()

    async def _wait_gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.is_gone = True

    def _start_response(self, status: str, headers: Headers, error: object = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = headers

    def _stream(self, chunks: Iterable[bytes]) -> None:
        self._wait(self.start_watched())
        for chunk in chunks:
            if self.is_gone:
                return
            if chunk:
                self._wait(
                    self.send({"type": "http.response.body", "body": chunk, "more_body": True})
                )
        self._wait(self.send({"type": "http.response.body", "body": b""}))

    def _wait(self, sending: Any) -> None:
        sent: Future[None] = asyncio.run_coroutine_threadsafe(_awaited(sending), self.loop)
        sent.result(SEND_SECONDS)


async def spool(scope: Scope, receive: Receive, limit: int) -> IO[bytes]:
    """The whole body, in memory while small; TooLarge above the limit, Gone when cut off."""
    for key, value in scope["headers"]:
        if key == b"content-length" and value.isdigit() and int(value) > limit:
            raise TooLarge(is_coming=True)
    body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            body.close()
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            body.close()
            raise TooLarge(is_coming=bool(message.get("more_body", False)))
        body.write(part)
        if not message.get("more_body", False):
            body.seek(0)
            return body


async def drain(receive: Receive, most: int) -> None:
    """Let a client finish its sending, up to so many bytes: cut off, it would not read an answer."""
    left = most
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


async def refuse_large(scope: Scope, send: Send, limit: int) -> None:
    """Answer 413, and why: to machines as a problem document (RFC 9457)."""
    words = f"The request is larger than {limit // 1_000_000} MB, the most this desk takes."
    kind, body = b"text/plain; charset=utf-8", f"{words}\n".encode()
    if scope["path"].startswith("/api/"):
        problem = {"type": "about:blank", "title": "Too large", "status": 413, "detail": words}
        kind, body = b"application/problem+json", json.dumps(problem).encode()
    headers = [(b"content-type", kind), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The request as PEP 3333 has it. Forwarded headers were read already and are left out."""
    host, port = scope.get("server") or ("localhost", 80)
    told: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileBody,
    }
    for key, value in scope["headers"]:
        if key in UNFORWARDED or b"_" in key:
            continue
        name = key.decode("latin-1").upper().replace("-", "_")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        text = value.decode("latin-1")
        if name in told:
            text = f"{told[name]}{'; ' if name == 'HTTP_COOKIE' else ','}{text}"
        told[name] = text
    if "CONTENT_LENGTH" not in told:
        told["CONTENT_LENGTH"] = str(body.seek(0, 2))
        body.seek(0)
    return told


async def _send_file(body: FileBody, answer: Answer) -> None:
    try:
        await answer.start_watched()
        while block := await asyncio.to_thread(body.file.read, body.block_size):
            if answer.is_gone:
                return
            await answer.send({"type": "http.response.body", "body": block, "more_body": True})
        await answer.send({"type": "http.response.body", "body": b""})
    finally:
        await asyncio.to_thread(body.close)


async def _awaited(sending: Any) -> None:
    await sending
