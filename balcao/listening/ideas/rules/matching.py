"""Which ideas say nearly the same: by the beginnings of their words, blind to accents."""

from __future__ import annotations

import re

from balcao.core.text import fold

SHOWN = 5
_STEM = 6
_SHORTEST = 4
_WORD = re.compile(r"[a-z0-9]+")
_MOST = 60
_ENDINGS = (("coes", "cao"), ("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"))
_STOP = frozenset(
    [
        "para",
        "pelo",
        "pela",
        "pelos",
        "pelas",
        "como",
        "mais",
        "menos",
        "muito",
        "muita",
        "quando",
        "onde",
        "esta",
        "este",
        "isso",
        "isto",
        "essa",
        "esse",
        "voce",
        "voces",
        "nosso",
        "nossa",
        "nossos",
        "nossas",
        "seria",
        "poderia",
        "deveria",
        "gostaria",
        "ideia",
        "sugestao",
        "com",
        "that",
        "this",
        "with",
        "from",
        "have",
        "would",
        "could",
        "should",
        "there",
        "their",
        "when",
        "what",
        "your",
        "ours",
        "into",
        "also",
        "some",
        "more",
    ]
)


def stems(text: str) -> list[str]:
    """The beginnings of the words that say something, each once, in order."""
    found = dict.fromkeys(
        _stem(word)
        for word in _WORD.findall(fold(text))
        if len(word) >= _SHORTEST and word not in _STOP
    )
    return list(found)[:_MOST]


def _stem(word: str) -> str:
    for ending, one in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word.removesuffix(ending) + one
            break
    return word.removesuffix("s")[:_STEM]
