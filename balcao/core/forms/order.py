"""Which field waits for which: conditions and defaults look at other fields, never in a circle."""

from __future__ import annotations

from collections.abc import Sequence

from .conditions import named_in
from .defaults import named_in_default
from .fields import Field


def looks_at(field: Field) -> list[str]:
    """The keys of the fields that this one's condition and default look at."""
    return [*named_in(field.shown_if), *named_in_default(field.default)]


def in_order(fields: Sequence[Field]) -> list[Field]:
    """The fields, each after those it looks at; what goes in a circle comes last, as it stands."""
    by_key = {field.key: field for field in fields}
    done: dict[str, Field] = {}
    waiting = list(fields)
    while waiting:
        ready = [
            field
            for field in waiting
            if all(key in done or key not in by_key for key in looks_at(field))
        ]
        if not ready:
            return [*done.values(), *waiting]
        done |= {field.key: field for field in ready}
        waiting = [field for field in waiting if field.key not in done]
    return list(done.values())


def circle(fields: Sequence[Field]) -> list[Field]:
    """The fields of one circle, each followed by one it looks at; empty where there is none."""
    by_key = {field.key: field for field in fields}
    free: set[str] = set()
    for start in by_key:
        path = _walk(start, by_key, free)
        if path:
            return [by_key[key] for key in path]
    return []


def _walk(start: str, by_key: dict[str, Field], free: set[str]) -> list[str]:
    """The circle that a walk from `start` runs into; without one, all that was met is `free`."""
    path: list[str] = []
    ways = [iter([start])]
    while ways:
        key = next(ways[-1], None)
        if key is None:
            ways.pop()
            if path:
                free.add(path.pop())
        elif key in path:
            return path[path.index(key) :]
        elif key in by_key and key not in free:
            path.append(key)
            ways.append(iter(looks_at(by_key[key])))
    return []
