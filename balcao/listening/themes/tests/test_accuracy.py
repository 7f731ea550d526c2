"""How well the shipped dictionary finds themes, on comments of which half was not used to build it.

The comments are invented by us. Which half one belongs to follows from its own words; only those of
the first half were ever looked at while words were added. docs/text.md tells these figures.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from balcao.listening.themes import dictionary, rules
from balcao.listening.themes.rules import Dictionary
from balcao.measures.scores import Estimate, csat

HERE = Path(__file__).parent
DOCS = HERE.parents[3] / "docs" / "text.md"


class Comment(NamedTuple):
    side: str
    themes: frozenset[str]
    words: str

    @property
    def is_held_out(self) -> bool:
        """True for the half that nobody looked at while building the dictionary."""
        return bool(int(hashlib.sha256(self.words.encode()).hexdigest(), 16) % 2)


def comments() -> Iterator[Comment]:
    for side in ("external", "internal"):
        for line in (HERE / f"comments_{side}.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                keys, words = line.split(" | ", 1)
                yield Comment(side, frozenset(keys.split()) - {"none"}, words)


@cache
def made(side: str) -> tuple[Dictionary, list[str]]:
    """The shipped dictionary of one side, without a database, and the key of each of its themes."""
    told = [one for one in dictionary.shipped().values() if one.side in (side, "both")]
    phrases = [
        rules.Phrase(at, words, is_except)
        for at, one in enumerate(told)
        for is_except, listed in ((False, one.words), (True, one.excepted))
        for words in listed
    ]
    return rules.compiled(phrases), [one.key for one in told]


def found(comment: Comment) -> set[str]:
    built, keys = made(comment.side)
    return {keys[at] for at in rules.themes(comment.words, built)}


def accuracy(told: list[Comment]) -> tuple[Estimate, Estimate]:
    """Precision and recall over pairs of comment and theme, each with Wilson's interval."""
    right = sum(len(found(one) & one.themes) for one in told)
    said = sum(len(found(one)) for one in told)
    there = sum(len(one.themes) for one in told)
    return csat(right, said), csat(right, there)


def written(told: Estimate) -> str:
    return f"{told.value:.2f} ({told.low:.2f} to {told.high:.2f})"


def test_every_comment_names_themes_that_there_are() -> None:
    told = list(comments())
    assert len(told) >= 120
    for one in told:
        assert one.themes <= set(made(one.side)[1]), one
    assert 0.4 < sum(one.is_held_out for one in told) / len(told) < 0.6


@pytest.mark.parametrize("is_held_out", [False, True])
def test_themes_are_found_as_well_as_the_docs_say(is_held_out: bool) -> None:
    half = [one for one in comments() if one.is_held_out is is_held_out]
    precision, recall = accuracy(half)
    assert precision.value > 0.75
    assert recall.value > 0.75
    name = "Held out" if is_held_out else "Looked at"
    line = f"| {name} | {len(half)} | {written(precision)} | {written(recall)} |"
    assert line in DOCS.read_text(encoding="utf-8"), line


def test_ten_thousand_comments_are_marked_in_twenty_seconds() -> None:
    told = [one for one in comments() if one.side == "external"]
    began = time.process_time()
    for at in range(10_000):
        found(told[at % len(told)])
    assert time.process_time() - began < 20
