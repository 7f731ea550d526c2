"""A lean HTTP client over kept-alive connections: the measuring must not eat what it measures."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, and the body as it travelled."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Wire:
    """One connection, opened again when the server has closed it."""

    host: str
    port: int
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request and read the whole answer."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
        assert self._reader is not None
        self._writer.write(request)
        answer = await read_answer(self._reader)
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """The status and the headers of the next answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in head[1:]:
        name, _colon, value = line.partition(":")
        if name:
            headers[name.lower()] = value.strip()
    return int(head[0].split(" ", 2)[1]), headers


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """The next answer, whole; its length is told or its body comes in chunks."""
    status, headers = await read_head(reader)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Answer(status, headers, await _chunks(reader))
    length = int(headers.get("content-length", "0"))
    return Answer(status, headers, await reader.readexactly(length))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return bytes(body)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in: writes the requests of their browser."""

    host: str
    session: str
    token: str = "b" * 32

    def get(self, path: str, **headers: str) -> bytes:
        """A request for a page; header names are written with underscores."""
        return self._head("GET", path, headers) + b"\r\n"

    def post(self, path: str, fields: dict[str, str]) -> bytes:
        """A form sent."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode()
        told = {
            "content_type": "application/x-www-form-urlencoded",
            "content_length": str(len(body)),
        }
        return self._head("POST", path, told) + b"\r\n" + body

    def _head(self, method: str, path: str, headers: dict[str, str]) -> bytes:
        cookies = f"csrftoken={self.token}"
        if self.session:
            cookies += f"; sessionid={self.session}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Cookie: {cookies}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n").encode()
