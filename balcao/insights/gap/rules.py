"""What an audience lacks: what it asks beside what it can read of that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from balcao.measures.shares import wilson

# As whom one asks, reads and searches, and the words of audiences that each answers to.
READERS = {
    "stranger": ("public",),
    "customer": ("public", "customer"),
    "employee": ("public", "internal", "employee"),
    "outsourced": ("public", "internal", "outsourced"),
    "contractor": ("public", "internal", "contractor"),
    "supplier": ("public", "internal", "supplier"),
}
FEWEST = 3  # tickets that make a subject
ARTICLES_TOLD = 5  # beyond so many, a subject has enough of them
# Words that say nothing of the subject, folded.
EMPTY = frozenset(
    [
        "ajuda",
        "ajudar",
        "alguem",
        "algum",
        "aviso",
        "boa",
        "bom",
        "caso",
        "chamado",
        "coisa",
        "como",
        "consigo",
        "contato",
        "dia",
        "duvida",
        "esta",
        "estou",
        "fazer",
        "favor",
        "gostaria",
        "hoje",
        "meu",
        "minha",
        "nao",
        "noite",
        "nova",
        "novo",
        "ola",
        "onde",
        "para",
        "pedido",
        "pode",
        "por",
        "preciso",
        "precisando",
        "problema",
        "quando",
        "quero",
        "saber",
        "sem",
        "senhor",
        "sobre",
        "solicitacao",
        "tarde",
        "tem",
        "ter",
        "teste",
        "urgente",
        "uma",
        "veio",
        "vieram",
        "chegou",
        "voces",
        "about",
        "hello",
        "help",
        "need",
        "please",
        "problem",
        "question",
        "request",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something an audience asks about: in `n` of `among` tickets, and how many articles it may read."""

    word: str
    n: int
    among: int
    articles: int

    @property
    def share(self) -> tuple[float, float]:
        """Between which shares of what this audience asks it lies, 95 % sure."""
        return wilson(self.n, self.among)

    @property
    def is_unanswered(self) -> bool:
        """True when there is nothing that this audience could read about it."""
        return self.articles == 0


@dataclass(frozen=True, slots=True)
class Vain:
    """Words that an audience searched for and did not find."""

    words: str
    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Gap:
    """One audience: how much it asked, may read and searched, and what is missing."""

    readers: str
    asked: int
    readable: int
    searched: int
    subjects: tuple[Subject, ...]
    vain: tuple[Vain, ...]

    @property
    def unanswered(self) -> int:
        """Of how many subjects it finds nothing."""
        return sum(subject.is_unanswered for subject in self.subjects)

    @property
    def in_vain(self) -> int:
        """How many of its searches found nothing."""
        return sum(each.times for each in self.vain)


def ordered(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """What has no article first, then what is asked most."""
    return tuple(sorted(subjects, key=lambda one: (not one.is_unanswered, -one.n, one.word)))


def is_telling(word: str) -> bool:
    """True for a folded word that says what something is about."""
    return len(word) > 2 and word not in EMPTY and not any(sign.isdigit() for sign in word)
