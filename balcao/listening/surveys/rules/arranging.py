"""Where questions stand: pages and places, and what moving one of them does to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .asked import Asked, pages

UP, DOWN = "up", "down"


def moved(questions: Sequence[Asked], key: str, page: int, place: int) -> list[Asked]:
    """All questions, numbered anew, after `key` went to this place (from 1) of this page (from 1).

    A page beyond the last is a new page; a page left empty is gone.
    """
    told = [list(one) for one in pages(questions)]
    moving = next(asked for one in told for asked in one if asked.key == key)
    rest = [[asked for asked in one if asked.key != key] for one in told]
    if page > len(rest):
        rest.append([moving])
    else:
        on = rest[max(page, 1) - 1]
        on.insert(max(place, 1) - 1, moving)
    return numbered(rest)


def stepped(questions: Sequence[Asked], key: str, way: str) -> list[Asked]:
    """All questions after `key` went one place up or down, on to the next page at an end of its own."""
    told = pages(questions)
    page, place = next(
        (p, n)
        for p, one in enumerate(told, start=1)
        for n, asked in enumerate(one, start=1)
        if asked.key == key
    )
    if way == UP and place > 1:
        return moved(questions, key, page, place - 1)
    if way == UP and page > 1:
        return moved(questions, key, page - 1, len(told[page - 2]) + 1)
    if way == DOWN and place < len(told[page - 1]):
        return moved(questions, key, page, place + 1)
    if way == DOWN and (page < len(told) or len(told[page - 1]) > 1):
        return moved(questions, key, page + 1, 1)
    return numbered(told)


def numbered(told: Sequence[Sequence[Asked]]) -> list[Asked]:
    """Pages of questions with their pages and positions numbered from 1, without empty pages."""
    return [
        replace(asked, page=page, position=position)
        for page, one in enumerate((one for one in told if one), start=1)
        for position, asked in enumerate(one, start=1)
    ]
