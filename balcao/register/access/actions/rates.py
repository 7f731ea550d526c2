from __future__ import annotations

import hashlib

from balcao.core import clock
from balcao.core.errors import TooMany
from balcao.core.sql import row, run

LONGEST_WINDOW_SECONDS = 2 * 86_400


def spend(what: str, who: str, *, limit: int, seconds: int, cost: int = 1) -> None:
    """Count one more try of `what` by `who`; TooMany past `limit` in a window of `seconds`.

    `who` is kept only as a digest.
    """
    instant = int(clock.now().timestamp())
    window = instant - instant % seconds
    key = f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    found = row(
        'INSERT INTO access_ratecount (key, "window", count) VALUES (%(key)s, %(window)s, %(cost)s)'
        ' ON CONFLICT (key, "window") DO UPDATE SET count = access_ratecount.count + excluded.count'
        " RETURNING count",
        {"key": key, "window": window, "cost": cost},
    )
    if found is not None and found["count"] > limit:
        raise TooMany(retry_after=seconds - instant % seconds)


def forget_old_counts() -> int:
    """Drop the counts of windows that are surely over; a window is named by its first second."""
    return run(
        'DELETE FROM access_ratecount WHERE "window" < %(oldest)s',
        {"oldest": int(clock.now().timestamp()) - LONGEST_WINDOW_SECONDS},
    )
