"""Words asked for and how a hit is shown: pure, for every search of the house.

Words and stems come folded from the SQL functions that made the columns; see insights/search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from . import text

WORDS_MAX = 16
PREFIX_FROM = 3
SNIPPET_LENGTH = 180
LEAD = 50
HITS_MAX = 60

# Words that the Portuguese stemmer would leave out if their accents were still there.
QUIET = frozenset({"ate", "ha", "ja", "sera", "serao", "so", "tambem", "voce", "voces"})

Marked = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query, folded, with its stems: none for a word too common to be asked for."""

    word: str
    stems: tuple[str, ...]

    @property
    def is_quiet(self) -> bool:
        """True for what stands in nearly every text."""
        return not self.stems or self.word in QUIET


def asked(
    words: Sequence[Word], *, is_open: bool, joined: Sequence[Word] = (), any_word: bool = False
) -> str:
    """The tsquery, as text, that finds every word; empty when nothing is asked.

    An open query's last word is also a beginning. Common words count only when there are no
    others. `joined` are the pieces of a number that may stand in one or separated, instead.
    """
    told = [word for word in words if not word.is_quiet] or list(words)
    if not told:
        return ""
    pieces = [_piece(word, is_open=is_open and word is words[-1]) for word in told]
    query = (" | " if any_word else " & ").join(pieces)
    if joined:
        return f"({query}) | ({' <-> '.join(_lexeme(word.word) for word in joined)})"
    return query


def named(words: Sequence[Word], *, is_open: bool) -> str:
    """The tsquery, as text, that finds every word in a name; names have no stems."""
    return " & ".join(
        _lexeme(word.word) + (":*" if is_open and word is words[-1] else "") for word in words
    )


def _piece(word: Word, *, is_open: bool) -> str:
    whole = " & ".join(_lexeme(stem) for stem in word.stems) or _lexeme(word.word)
    if not is_open or len(word.word) < PREFIX_FROM:
        return f"({whole})"
    return f"(({whole}) | {_lexeme(word.word)}:*)"


def _lexeme(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def snippet(told: str, words: Iterable[Word]) -> Marked:
    """A piece of the text around the words, as pieces that are hits or not, in order.

    Without a hit it is the beginning of the text.
    """
    line = " ".join(told.split())
    pattern = _pattern(words)
    found = islice(pattern.finditer(_aligned(line)), HITS_MAX) if pattern else ()
    hits = [hit.span() for hit in found]
    begin, end = _window(line, hits)
    pieces: Marked = [("… ", False)] if begin else []
    at = begin
    for first, last in hits:
        if first < at or last > end:
            continue
        pieces += [(line[at:first], False), (line[first:last], True)]
        at = last
    pieces += [(line[at:end], False)] + ([(" …", False)] if end < len(line) else [])
    return [piece for piece in pieces if piece[0]]


def plain(marked: Marked) -> str:
    """The same piece of text without its marks."""
    return "".join(piece for piece, _hit in marked)


def _pattern(words: Iterable[Word]) -> re.Pattern[str] | None:
    beginnings = {stem for word in words if not word.is_quiet for stem in (word.word, *word.stems)}
    parts = [
        re.escape(beginning) + (r"\w{0,7}" if len(beginning) >= PREFIX_FROM else "")
        for beginning in sorted(beginnings, key=len, reverse=True)
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None


def _aligned(line: str) -> str:
    """The folded text, each character at the place of the one it was made of."""
    folded = text.fold(line)
    if len(folded) == len(line):
        return folded
    return "".join((text.fold(character) or " ")[0] for character in line)


def _window(line: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if len(line) <= SNIPPET_LENGTH:
        return 0, len(line)
    best, most = 0, 0
    for first, _last in hits:
        begin = max(0, min(first - LEAD, len(line) - SNIPPET_LENGTH))
        held = sum(1 for at, end in hits if begin <= at and end <= begin + SNIPPET_LENGTH)
        if held > most:
            best, most = begin, held
    end = min(len(line), best + SNIPPET_LENGTH)
    return _at_space(line, best), _at_space(line, end) if end < len(line) else end


def _at_space(line: str, at: int) -> int:
    """The place after the last space at or before this one, if there is one nearby."""
    space = line.rfind(" ", max(0, at - 20), at)
    return space + 1 if at and space >= 0 else at
