"""What differs between two texts, line by line; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

AROUND = 3  # so many equal lines stand on each side of a change
MOST_COMPARED = 1_500_000  # lines by lines: beyond, it could take seconds

Line = tuple[str, str]


def differences(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """The lines of both: " " in both, "-" only before, "+" only after.

    What two long texts that have hardly a line in common share is not looked for.
    """
    start, end = _same(before, after), len(before)
    tail = _same(before[start:][::-1], after[start:][::-1])
    gone, come = before[start : end - tail], after[start : len(after) - tail]
    return [
        *_told(" ", before[:start]),
        *_between(gone, come),
        *_told(" ", before[end - tail :]),
    ]


def folded(lines: Sequence[Line], around: int = AROUND) -> list[Line | int]:
    """The same with long runs of equal lines as their number, but for those beside a change."""
    shown: list[Line | int] = []
    runs = [list(run) for _is_same, run in groupby(lines, key=lambda line: line[0] == " ")]
    for place, run in enumerate(runs):
        first = around if place else 0
        last = around if place < len(runs) - 1 else 0
        hidden = len(run) - first - last
        if run[0][0] != " " or hidden <= 1:
            shown += run
        else:
            shown += [*run[:first], hidden, *run[first + hidden :]]
    return shown


def _between(gone: Sequence[str], come: Sequence[str]) -> Iterator[Line]:
    if len(gone) * len(come) > MOST_COMPARED:
        yield from _told("-", gone)
        yield from _told("+", come)
        return
    for what, a, b, c, d in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if what == "equal":
            yield from _told(" ", gone[a:b])
        else:
            yield from _told("-", gone[a:b])
            yield from _told("+", come[c:d])


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are equal from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _told(sign: str, lines: Sequence[str]) -> Iterator[Line]:
    return ((sign, line) for line in lines)
