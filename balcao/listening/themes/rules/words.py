"""Words of Portuguese text, brought to what different spellings and endings of them share."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from balcao.core.text import fold

EXACTLY = "="
_TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.!?;:\n…]+(?=\s|$)|\n")
_REPEATED = re.compile(r"([a-z])\1+")
_DOUBLED = ("rr",)
# What folding took from the endings, put back: the stemmer knows them only with their accents.
_ENDINGS = (("coes", "ções"), ("cao", "ção"), ("oes", "ões"), ("aes", "ães"), ("ao", "ão"))
_SHORT = {"n": "nao", "ñ": "nao", "num": "nao", "naum": "nao", "vc": "voce", "mto": "muito"}
_KNOWN = 50_000


class Token(NamedTuple):
    """A word of a text: where it stands, in which sentence, as it is written and its stem."""

    start: int
    end: int
    sentence: int
    word: str
    stem: str


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    told, sentence = [], 0
    for found in _TOKEN.finditer(text):
        while sentence < len(breaks) and breaks[sentence] < found.start():
            sentence += 1
        word = spelled(found[0])
        told.append(Token(found.start(), found.end(), sentence, word, stem(word)))
    return told


@lru_cache(maxsize=_KNOWN)
def spelled(word: str) -> str:
    """The word without accents and capitals, its commonest slips of spelling undone."""
    plain = fold(word)
    plain = _SHORT.get(plain, plain)
    plain = _REPEATED.sub(lambda m: m[0][:2] if m[0][:2] in _DOUBLED else m[1], plain)
    return plain.replace("z", "s")


@lru_cache(maxsize=_KNOWN)
def stem(word: str) -> str:
    """What the endings of a spelled word stand on, by the Portuguese Snowball stemmer.

    M. F. Porter, "Snowball: A language for stemming algorithms" (2001).
    """
    for bare, accented in _ENDINGS:
        if word.endswith(bare):
            word = word.removesuffix(bare) + accented
            break
    return fold(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("portuguese")
