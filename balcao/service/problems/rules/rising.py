"""Many tickets in short time with the same words: more than chance would bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

FEWEST = 5  # fewer are no crowd, whatever chance says
MOST_BY_CHANCE = 0.001
_PAIRED = 12  # a subject with more words says nothing by each pair of them
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """One ticket: when it came, and the words of its subject."""

    ticket_id: int
    at: datetime
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rising:
    """Tickets that share words, how many of them a stretch so long usually brings, and by which
    chance it would bring as many (Poisson, at least as many)."""

    words: tuple[str, ...]
    tickets: tuple[int, ...]
    since: datetime
    usual: float
    chance: float


def rising(lately: Iterable[Asked], before: Mapping[tuple[str, ...], float]) -> list[Rising]:
    """Pairs of words that stand out, the least likely first; of pairs of the same tickets one.

    `before` tells how many tickets with a pair a stretch as long as `lately` brought on average. A
    pair it doesn't know counts as one that came once in it at most: nothing is proved by silence
    alone where there are fewer than five.
    """
    from scipy.stats import poisson

    groups: dict[tuple[str, ...], list[Asked]] = defaultdict(list)
    for one in lately:
        for pair in pairs(one.words):
            groups[pair].append(one)
    found = []
    for pair, asked in groups.items():
        if len(asked) < FEWEST:
            continue
        usual = before.get(pair, 0.0)
        chance = float(poisson.sf(len(asked) - 1, max(usual, 1.0)))
        if chance <= MOST_BY_CHANCE or (usual < 1 and chance <= 4 * MOST_BY_CHANCE):
            tickets = tuple(sorted(each.ticket_id for each in asked))
            found.append(Rising(pair, tickets, min(each.at for each in asked), usual, chance))
    found.sort(key=lambda one: (-len(one.tickets), one.chance, one.words))
    return _apart(found)


def pairs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each two words of a subject, in the order of the alphabet."""
    return list(combinations(sorted(set(words[:_PAIRED])), 2))


def crowds(lately: Iterable[Asked]) -> set[tuple[str, ...]]:
    """The pairs that at least five tickets have: of those alone the past is asked."""
    many: dict[tuple[str, ...], int] = defaultdict(int)
    for one in lately:
        for pair in pairs(one.words):
            many[pair] += 1
    return {pair for pair, n in many.items() if n >= FEWEST}


def _apart(found: Sequence[Rising]) -> list[Rising]:
    """Those that are not mostly the same tickets as one kept already; it takes their words."""
    kept: list[Rising] = []
    for one in found:
        twin = next((n for n, other in enumerate(kept) if _is_alike(one, other)), None)
        if twin is None:
            kept.append(one)
        elif set(one.tickets) == set(kept[twin].tickets):
            other = kept[twin]
            merged = tuple(sorted({*other.words, *one.words}))
            kept[twin] = Rising(merged, other.tickets, other.since, other.usual, other.chance)
    return kept


def _is_alike(one: Rising, other: Rising) -> bool:
    shared = len(set(one.tickets) & set(other.tickets))
    return shared >= _ALIKE * min(len(one.tickets), len(other.tickets))
