"""What gives somebody away in their own words: names, numbers and addresses are blotted out.

It errs on the side of the mark: a word that is also a name is lost rather than a person found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from balcao.core.text import fold

MARK = "[…]"
_LEAST = 3
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{3,}")
_COMPANY = re.compile(r"\b[0-9A-Za-z]{2}\.?[0-9A-Za-z]{3}\.?[0-9A-Za-z]{3}/[0-9A-Za-z]{4}-?\d{2}\b")
_NUMBER = re.compile(r"\+?\(?\d(?:[ .()-]{0,3}\d){7,}")  # CPF, phones, protocols: from 8 digits on
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BEFORE = frozenset(
    {
        "a",
        "o",
        "da",
        "do",
        "na",
        "no",
        "ao",
        "pela",
        "pelo",
        "com",
        "dona",
        "seu",
        "sr",
        "sra",
        "dr",
        "dra",
        "senhor",
        "senhora",
        "chefe",
        "prof",
    }
)
_PARTICLES = frozenset({"das", "dos", "del", "von", "van", "der", "the", "and"})


class Names(NamedTuple):
    """Folded words of the names in the register: first names, and all of them."""

    first: frozenset[str]
    every: frozenset[str]


def masked(text: str, names: Names) -> str:
    """The text with a mark for each name that is known, and each address and number of 8 digits.

    It is never longer than it was.
    """
    bare = _CONTROL.sub("", text)
    for pattern in (_ADDRESS, _COMPANY, _NUMBER):
        bare = pattern.sub(MARK, bare)
    words = list(_WORD.finditer(bare))
    known = [_is_known(word[0], names) for word in words]
    out, end = [], 0
    for at, word in enumerate(words):
        if known[at] and _gives_away(at, words, known, names):
            out += [bare[end : word.start()], MARK]
            end = word.end()
    return "".join([*out, bare[end:]])


def _is_known(word: str, names: Names) -> bool:
    told = fold(word)
    return min(len(word), len(told)) >= _LEAST and told not in _PARTICLES and told in names.every


def _gives_away(at: int, words: list[re.Match[str]], known: list[bool], names: Names) -> bool:
    """A known word as a name: written as one, beside another, or a first name called as one."""
    word = words[at][0]
    beside = (at > 0 and known[at - 1]) or (at + 1 < len(words) and known[at + 1])
    if word[0].isupper() or beside:
        return True
    return fold(word) in names.first and at > 0 and fold(words[at - 1][0]) in _BEFORE
