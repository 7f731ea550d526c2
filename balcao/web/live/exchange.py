"""Hands each topic that fires to the streams that may hear it, bursts folded together."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable

REMEMBERED_SECONDS = 120.0
OVERLAP_MS = 1000
STALE = ""


class Mailbox:
    """What waits for one stream: each topic once, however often it fired."""

    def __init__(self) -> None:
        self._waiting: dict[str, int] = {}
        self._arrived = asyncio.Event()
        self.is_ended = False

    def put(self, topic: str, at: int) -> None:
        """Keep a topic for the stream; STALE says that something may have been missed."""
        self._waiting[topic] = at
        self._arrived.set()

    def end(self) -> None:
        """Let the stream end once it has looked here."""
        self.is_ended = True
        self._arrived.set()

    async def take(self, patience: float) -> dict[str, int]:
        """All that waits, or nothing after `patience` seconds."""
        try:
            await asyncio.wait_for(self._arrived.wait(), patience)
        except TimeoutError:
            return {}
        self._arrived.clear()
        taken, self._waiting = self._waiting, {}
        return taken


class Exchange:
    """The topics of one process: who listens, and what fired lately."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Mailbox]] = {}
        self._lately: deque[tuple[int, str]] = deque()
        self._hears_since = _now_ms()

    def listen(self, mailbox: Mailbox, topics: Iterable[str], since: int = 0) -> None:
        """Give the mailbox what fires from now on, and what fired since (ms, server's clock)."""
        wanted = set(topics)
        for topic in wanted:
            self._listeners.setdefault(topic, set()).add(mailbox)
        if not since:
            return
        if since < self._hears_since:
            mailbox.put(STALE, _now_ms())
            return
        for at, topic in self._lately:
            if at >= since - OVERLAP_MS and topic in wanted:
                mailbox.put(topic, at)

    def leave(self, mailbox: Mailbox) -> None:
        """Forget a mailbox."""
        for topic in [name for name, boxes in self._listeners.items() if mailbox in boxes]:
            self._listeners[topic].discard(mailbox)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def fire(self, payload: str) -> None:
        """Hand on `topic number`, as told by whoever changed something."""
        topic = payload.partition(" ")[0]
        at = _now_ms()
        self._lately.append((at, topic))
        while self._lately and self._lately[0][0] < at - REMEMBERED_SECONDS * 1000:
            self._hears_since = max(self._hears_since, self._lately.popleft()[0] + 1)
        for mailbox in self._listeners.get(topic, ()):
            mailbox.put(topic, at)

    def resume(self) -> None:
        """The source was away for a while: nobody knows what they missed."""
        self._hears_since = _now_ms()
        self._lately.clear()
        for mailbox in self._everyone():
            mailbox.put(STALE, self._hears_since)

    def end_all(self) -> None:
        """End every stream."""
        for mailbox in self._everyone():
            mailbox.end()

    def _everyone(self) -> set[Mailbox]:
        return {mailbox for boxes in self._listeners.values() for mailbox in boxes}


def _now_ms() -> int:
    return int(time.time() * 1000)
