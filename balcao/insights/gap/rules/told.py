"""One audience as it is told: what it asks, may read and searches in vain."""

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
ARTICLES_TOLD = 5  # beyond so many, a subject has enough of them


@dataclass(frozen=True, slots=True)
class Subject:
    """Something an audience asks about, a word or a phrase: in `n` of `among` tickets, and how many
    articles it may read."""

    words: str
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
    return tuple(sorted(subjects, key=lambda one: (not one.is_unanswered, -one.n, one.words)))
