from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """An article: its team, shelf, audience, title, summary and text; `english` is its translation
    (title, summary, text), `stale` the days since it was to be looked at again, `drafted` what is
    being written upon it, `helped` how many of how many readers it helped."""

    team: str
    shelf: str
    audience: tuple[str, ...]
    title: str
    summary: str
    body: str
    english: tuple[str, str, str] | None = None
    stale: int = 0
    drafted: str = ""
    helped: tuple[int, int] = (0, 0)
