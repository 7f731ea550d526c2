"""So many clients at once, each asking again as soon as it is answered, for some seconds."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

CLIENTS = (1, 8, 32)
SECONDS = 4.0
WARM = 0.5
MOST = 4_000

Ask = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of the middle and of the slow end, and answers a second."""

    p50: float
    p95: float
    rate: float
    asked: int


class Failed(Exception):
    """An answer that was none."""


async def under_load(
    asks: Sequence[Ask], seconds: float = SECONDS, *, warm: float = WARM, most: int = MOST
) -> Figures:
    """Each client of `asks` is called with a running number until the time is over."""
    taken: list[float] = []
    numbers = iter(range(most))
    began = time.perf_counter() + warm
    ends = began + seconds

    async def client(ask: Ask) -> None:
        for number in numbers:
            started = time.perf_counter()
            if started > ends:
                return
            await ask(number)
            if started >= began:
                taken.append(time.perf_counter() - started)

    await asyncio.gather(*(client(ask) for ask in asks))
    return figures(taken, time.perf_counter() - began)


def figures(taken: Sequence[float], elapsed: float) -> Figures:
    """Figures of these lengths in seconds, taken within `elapsed` seconds."""
    if not taken:
        raise Failed("Nothing was answered in time.")
    return Figures(
        p50=statistics.median(taken) * 1000,
        p95=quantile(taken, 0.95) * 1000,
        rate=len(taken) / elapsed,
        asked=len(taken),
    )


def quantile(taken: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values do not exceed (nearest rank)."""
    ordered = sorted(taken)
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(0, rank - 1)]
