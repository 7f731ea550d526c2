"""What differs between two versions of a survey, question by question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .asked import Asked, of_content

AROUND = ("intro", "thanks", "is_anonymous", "k", "comments_k")
ANOTHER = ("kind", "words", "help", "options")
SAME = ("is_required", "shown_if")


class Became(StrEnum):
    """What happened to a question between two versions."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    REARRANGED = "rearranged"


@dataclass(frozen=True, slots=True)
class Change:
    """A question before and after; `fields` names what differs.

    REPLACED is another question, whose answers are never counted with those of the one before.
    """

    became: Became
    before: Asked | None
    after: Asked | None
    fields: tuple[str, ...] = ()


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Each question of either version, in the order of the later one, removed ones last."""
    old = {asked.key: asked for asked in of_content(before)}
    new = {asked.key: asked for asked in of_content(after)}
    shared = [key for key in new if key in old]
    stays = _unmoved([key for key in old if key in new], shared)
    found = [
        _change(old[key], asked, is_moved=key not in stays)
        if key in old
        else Change(Became.ADDED, None, asked)
        for key, asked in new.items()
    ]
    return found + [Change(Became.REMOVED, old[key], None) for key in old if key not in new]


def around(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs around the questions: names out of AROUND."""
    return [name for name in AROUND if before.get(name) != after.get(name)]


def _change(old: Asked, new: Asked, *, is_moved: bool) -> Change:
    differing = [name for name in (*ANOTHER, *SAME) if getattr(old, name) != getattr(new, name)]
    fields = (*differing, *(["page"] if is_moved or old.page != new.page else []))
    if old.id != new.id:
        return Change(Became.REPLACED, old, new, fields)
    return Change(Became.REARRANGED if fields else Became.KEPT, old, new, fields)


def _unmoved(before: list[str], after: list[str]) -> set[str]:
    """The most keys that stand in the same order in both: the others were moved."""
    place = {key: n for n, key in enumerate(before)}
    best: list[list[str]] = []
    for n, key in enumerate(after):
        fits = [best[m] for m in range(n) if place[after[m]] < place[key]]
        best.append([*_longest(fits), key])
    return set(_longest(best))


def _longest(told: list[list[str]]) -> list[str]:
    return max(told, key=lambda one: len(one), default=[])
