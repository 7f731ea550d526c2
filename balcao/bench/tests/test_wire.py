from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from balcao.bench import folder
from balcao.bench.wire import Answer, Visitor, read_answer
from tests import loops


def answered(*parts: bytes) -> Answer:
    async def read() -> Answer:
        reader = asyncio.StreamReader()
        for part in parts:
            reader.feed_data(part)
        reader.feed_eof()
        return await read_answer(reader)

    return loops.run(read())


def test_a_body_of_told_length_is_read_whole() -> None:
    found = answered(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbalc", b"\xc3rest")
    assert (found.status, found.body) == (200, b"balc\xc3")


def test_a_body_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 302 Found\r\nTransfer-Encoding: chunked\r\n\r\n"
    found = answered(head, b"4\r\nbalc\r\n2;x=y\r\nao\r\n0\r\n\r\n")
    assert (found.status, found.body) == (302, b"balcao")


def test_a_form_carries_session_token_and_length() -> None:
    sent = Visitor("127.0.0.1:1", "s1").post("/x/", {"body": "olá"}).decode()
    head, body = sent.split("\r\n\r\n")
    assert "Cookie: csrftoken=" + "b" * 32 + "; sessionid=s1" in head
    assert f"content-length: {len(body)}" in head
    assert body.startswith("body=ol%C3%A1&csrfmiddlewaretoken=")


def test_no_setting_of_another_desk_reaches_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "LIVE_URL", "EMAIL_HOST", "BALCAO_DATA", "BALCAO_URL"):
        monkeypatch.setenv(name, "elsewhere")
    with folder.throw_away() as data:
        assert "elsewhere" not in os.environ.values()
        assert os.environ["BALCAO_DATA"] == str(data)
        parent = data.parent
        assert parent.is_dir()
    assert not Path(parent).exists()


def test_memory_counts_a_process_and_its_children_once() -> None:
    alone = folder.memory(os.getpid())
    assert alone > 1_000_000
    assert folder.memory(os.getpid(), os.getpid()) < 1.5 * alone
