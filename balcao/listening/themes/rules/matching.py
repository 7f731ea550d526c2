"""Which themes a text speaks of, and by which words: a theme is a subject, said well or badly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .words import EXACTLY, Token, spelled, stem, tokens

GAP = 2
"""How many other words may stand between two words of a phrase, within one sentence."""


class Phrase(NamedTuple):
    """A word or phrase as it is written in the dictionary, and the theme it stands for.

    `is_except` says that where it occurs its words do not count for the theme.
    """

    theme: int
    words: str
    is_except: bool = False


class Hit(NamedTuple):
    """A theme that a text speaks of: by which phrase, and from where to where in the text."""

    theme: int
    words: str
    start: int
    end: int


class _Compiled(NamedTuple):
    phrase: Phrase
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Phrases made ready to be looked for, by their first word; made by `compiled`."""

    by_first: dict[str, list[_Compiled]]


def normal(words: str) -> str:
    """What two spellings of the same phrase share; empty for what holds no word.

    A word after an equals sign stands for exactly this form, any other for all its endings.
    """
    return " ".join(_part(one) for one in _pieces(words))


def compiled(phrases: Iterable[Phrase]) -> Dictionary:
    """The phrases as a dictionary; those without a word are left out."""
    by_first: dict[str, list[_Compiled]] = defaultdict(list)
    for phrase in phrases:
        parts = tuple(normal(phrase.words).split())
        if parts:
            by_first[parts[0]].append(_Compiled(phrase, parts))
    return Dictionary(dict(by_first))


def hits(text: str, dictionary: Dictionary) -> list[Hit]:
    """Every place where the text speaks of a theme, in order."""
    read = tokens(text)
    found = [hit for at in range(len(read)) for hit in _from(at, read, dictionary)]
    blocked = {
        (one.phrase.theme, at) for one, places in found if one.phrase.is_except for at in places
    }
    return [
        Hit(one.phrase.theme, one.phrase.words, read[places[0]].start, read[places[-1]].end)
        for one, places in found
        if not one.phrase.is_except and not any((one.phrase.theme, at) in blocked for at in places)
    ]


def themes(text: str, dictionary: Dictionary) -> set[int]:
    """The themes a text speaks of."""
    return {hit.theme for hit in hits(text, dictionary)}


def _pieces(words: str) -> list[str]:
    """The words of a phrase, each with its equals sign if it has one."""
    told = []
    for piece in words.split():
        mark = EXACTLY if piece.startswith(EXACTLY) else ""
        told += [mark + piece[token.start : token.end] for token in tokens(piece)]
    return told


def _part(piece: str) -> str:
    if piece.startswith(EXACTLY):
        return EXACTLY + spelled(piece[1:])
    return stem(spelled(piece))


def _from(
    at: int, read: Sequence[Token], dictionary: Dictionary
) -> list[tuple[_Compiled, tuple[int, ...]]]:
    """The phrases that begin at this word, each with the places of its words."""
    token = read[at]
    told = []
    for key in (token.stem, EXACTLY + token.word):
        for one in dictionary.by_first.get(key, ()):
            places = _places(one.parts, at, read)
            if places:
                told.append((one, places))
    return told


def _places(parts: tuple[str, ...], at: int, read: Sequence[Token]) -> tuple[int, ...]:
    """Where the words of a phrase stand that begins here, nearest first; nothing where it does not."""
    places = [at]
    for part in parts[1:]:
        within = range(places[-1] + 1, min(places[-1] + GAP + 2, len(read)))
        following = next((one for one in within if _is(part, read[one])), None)
        if following is None or read[following].sentence != read[at].sentence:
            return ()
        places.append(following)
    return tuple(places)


def _is(part: str, token: Token) -> bool:
    return part in (token.stem, EXACTLY + token.word)
