"""The hop to Django: bodies, limits, streams, files, and readers that leave."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.http import FileResponse

from balcao.config.asgi import Message, Scope
from balcao.config.hop import FileBody, Pages, environ
from tests import loops

LIMIT = 3_000_000


class Wire:
    """One connection: what the client sends, what it got, and when it leaves."""

    def __init__(self, *parts: bytes, cut_off: bool = False) -> None:
        self.parts = list(parts) or [b""]
        self.cut_off = cut_off
        self.sent: list[Message] = []
        self.leaves = asyncio.Event()
        self.full = asyncio.Event()
        self.full.set()

    async def receive(self) -> Message:
        """The next part of the body; then, once it leaves, the disconnect."""
        if self.parts:
            part = self.parts.pop(0)
            more = bool(self.parts) or self.cut_off
            return {"type": "http.request", "body": part, "more_body": more}
        if not self.cut_off:
            await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take what the server sends."""
        await self.full.wait()
        self.sent.append(message)

    @property
    def status(self) -> int:
        """The status that arrived."""
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        """The body that arrived."""
        return b"".join(message.get("body", b"") for message in self.sent[1:])


def scope(**told: Any) -> Scope:
    """A request for /."""
    return {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        **told,
    }


def talk(wsgi: Callable[..., Iterable[bytes]], wire: Wire, **told: Any) -> None:
    """One request through a pool of two threads."""
    pages = Pages(wsgi, threads=2, body_limit=LIMIT)
    loops.run(pages(scope(**told), wire.receive, wire.send))
    pages.pool.shutdown()


class Plain(list[bytes]):
    """A whole answer, as Django's HttpResponse is."""

    streaming = False


def echo(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the body."""
    start("200 OK", [("X-Length", told["CONTENT_LENGTH"])])
    return Plain([told["wsgi.input"].read()])


def never(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Pages that must not be reached."""
    raise AssertionError("the pages were reached")


def test_a_body_in_parts_arrives_whole() -> None:
    wire = Wire(b"a" * 1_000_000, b"b" * 1_500_000, b"c")
    talk(echo, wire)
    assert wire.status == 200
    assert wire.body == b"a" * 1_000_000 + b"b" * 1_500_000 + b"c"
    assert (b"x-length", b"2500001") in wire.sent[0]["headers"]


@pytest.mark.parametrize("is_told", [True, False])
def test_a_body_above_the_limit_is_refused_without_reaching_the_pages(is_told: bool) -> None:
    wire = Wire(b"a" * LIMIT, b"b")
    headers = [(b"content-length", str(LIMIT + 1).encode())] if is_told else []
    talk(never, wire, headers=headers)
    assert wire.status == 413
    assert b"3 MB" in wire.body
    assert wire.parts == [], "a client that may not finish its sending reads no answer"


def test_a_machine_is_refused_a_body_above_the_limit_by_a_problem_document() -> None:
    wire = Wire(b"a" * LIMIT, b"b", b"c" * LIMIT)
    talk(never, wire, path="/api/v1/tickets")
    assert (b"content-type", b"application/problem+json") in wire.sent[0]["headers"]
    assert json.loads(wire.body)["status"] == 413
    assert wire.parts == []


def test_a_body_without_end_is_not_read_for_ever() -> None:
    wire = Wire(*[b"a" * LIMIT] * 12)
    talk(never, wire)
    assert wire.status == 413
    assert len(wire.parts) >= 2


def test_a_body_that_is_cut_off_reaches_nobody() -> None:
    wire = Wire(b"half", cut_off=True)
    talk(never, wire)
    assert wire.sent == []


def test_a_stream_arrives_chunk_by_chunk_and_is_closed() -> None:
    closed = threading.Event()

    class Stream:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"one", b"", b"two"])

        def close(self) -> None:
            closed.set()

    def answer(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("206 Partial", [])
        return Stream()

    wire = Wire()
    talk(answer, wire)
    assert [message.get("body") for message in wire.sent] == [None, b"one", b"two", b""]
    assert wire.status == 206
    assert closed.is_set()


def test_a_stream_ends_when_its_reader_leaves() -> None:
    closed = threading.Event()
    said = threading.Event()

    class Endless:
        def __iter__(self) -> Iterator[bytes]:
            while True:
                said.set()
                yield b"more"

        def close(self) -> None:
            closed.set()

    def answer(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        return Endless()

    async def leave() -> None:
        wire = Wire()
        pages = Pages(answer, threads=1, body_limit=LIMIT)
        talking = asyncio.create_task(pages(scope(), wire.receive, wire.send))
        await asyncio.to_thread(said.wait, 5)
        wire.leaves.set()
        await asyncio.wait_for(talking, 5)

    loops.run(leave())
    assert closed.is_set()


def test_a_slow_reader_of_a_file_holds_no_page_thread() -> None:
    def answer(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if told["PATH_INFO"] == "/file":
            start("200 OK", [])
            return FileBody(io.BytesIO(b"f" * 200_000))
        return echo(told, start)

    async def read_slowly() -> tuple[Wire, Wire]:
        slow, quick = Wire(), Wire(b"now")
        slow.full.clear()
        pages = Pages(answer, threads=1, body_limit=LIMIT)
        reading = asyncio.create_task(pages(scope(path="/file"), slow.receive, slow.send))
        await asyncio.wait_for(pages(scope(), quick.receive, quick.send), 5)
        slow.full.set()
        await asyncio.wait_for(reading, 5)
        return slow, quick

    slow, quick = loops.run(read_slowly())
    assert quick.body == b"now"
    assert slow.body == b"f" * 200_000


def test_djangos_file_answer_is_read_apart_and_closed() -> None:
    file = io.BytesIO(b"content")
    response = FileResponse(file)

    def answer(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", list(response.items()))
        assert response.file_to_stream is not None
        response.file_to_stream.close = response.close  # type: ignore[method-assign]
        body: Iterable[bytes] = told["wsgi.file_wrapper"](response.file_to_stream)
        return body

    wire = Wire()
    talk(answer, wire)
    assert wire.body == b"content"
    assert file.closed


def test_an_error_of_the_pages_rises_to_the_server() -> None:
    def answer(told: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        talk(answer, Wire())


def test_the_request_is_told_as_wsgi_has_it() -> None:
    headers = [
        (b"host", b"desk.example"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"content-type", b"text/plain"),
        (b"x_forged", b"yes"),
        (b"x-forwarded-for", b"1.2.3.4"),
    ]
    told = environ(
        scope(path="/ação/é", query_string=b"q=%C3%A7", headers=headers, scheme="https"),
        io.BytesIO(b"abc"),
    )
    assert told["PATH_INFO"].encode("latin-1").decode() == "/ação/é"
    assert told["QUERY_STRING"] == "q=%C3%A7"
    assert told["HTTP_COOKIE"] == "a=1; b=2"
    assert told["HTTP_ACCEPT"] == "text/html,*/*"
    assert (told["CONTENT_TYPE"], told["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert told["wsgi.url_scheme"] == "https"
    assert "HTTP_X_FORGED" not in told
    assert "HTTP_X_FORWARDED_FOR" not in told
