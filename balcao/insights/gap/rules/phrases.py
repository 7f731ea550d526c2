"""Which words and phrases of two words many tickets share, as people wrote them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from balcao.core.text import fold
from balcao.measures.collocation import belong_together

FEWEST = 3  # tickets that make a subject: what fewer hold is told to nobody
_SHOUTED = 5  # capitals of longer words are a loud voice; of shorter ones an abbreviation
# Words that say nothing of the subject, folded.
_EMPTY = """
ajuda ajudar alguem algum aviso boa bom caso chamado coisa como consigo contato dia duvida
esta estou fazer favor gostaria hoje meu minha nao noite nova novo ola onde para pedido
pode por preciso precisando problema quando quero saber sem senhor sobre solicitacao tarde
tem ter teste urgente uma veio vieram chegou voces about hello help need please problem
question request with
"""
EMPTY = frozenset(_EMPTY.split())
# Words that may stand between the two of a phrase, folded.
_LINKING = "a ao as com da das de do dos e em na nas no nos o os para sem of the"
LINKING = frozenset(_LINKING.split())
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s\-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What `n` tickets are about: as most wrote it, and its stems, one of a word, two of a phrase."""

    words: str
    stems: tuple[str, ...]
    n: int


@dataclass(slots=True)
class _Held:
    """The tickets that hold something, and how it was written."""

    tickets: set[int] = field(default_factory=set)
    written: Counter[str] = field(default_factory=Counter)


def is_telling(word: str) -> bool:
    """True for a folded word that says what something is about."""
    return len(word) > 2 and word not in EMPTY and not any(sign.isdigit() for sign in word)


def words_of(subject: str) -> list[str]:
    """The telling words of a ticket's subject, folded."""
    return [told for _at, _written, told in _read(subject) if is_telling(told)]


def spelt(subjects: Iterable[str]) -> dict[str, str]:
    """How most write each word, by its folded form."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for subject in subjects:
        for _at, word, told in _read(subject):
            written[told][word] += 1
    return {told: _usual(counter) for told, counter in written.items()}


def subjects(asked: Sequence[str], stems: Mapping[str, str], most: int) -> list[Found]:
    """What tickets with these subjects are about, most tickets first; `stems` by folded word.

    Two telling words with at most a linking one between them are a phrase where they belong together
    (`measures.collocation`); a word stands for itself where enough tickets hold it outside of phrases.
    Nothing that fewer than FEWEST tickets hold is told.
    """
    single, double = _held(asked, stems)
    phrases = {
        pair: held
        for pair, held in double.items()
        if len(held.tickets) >= FEWEST
        and belong_together(
            len(held.tickets),
            len(single[pair[0]].tickets),
            len(single[pair[1]].tickets),
            len(asked),
        )
    }
    within: defaultdict[str, set[int]] = defaultdict(set)
    for pair, held in phrases.items():
        for stem in pair:
            within[stem] |= held.tickets
    words = {
        (stem,): held for stem, held in single.items() if len(held.tickets - within[stem]) >= FEWEST
    }
    found = [
        Found(_usual(held.written), key, len(held.tickets))
        for key, held in [*phrases.items(), *words.items()]
    ]
    return sorted(found, key=lambda one: (-one.n, one.words))[:most]


def _held(
    asked: Sequence[str], stems: Mapping[str, str]
) -> tuple[dict[str, _Held], dict[tuple[str, str], _Held]]:
    single: defaultdict[str, _Held] = defaultdict(_Held)
    double: defaultdict[tuple[str, str], _Held] = defaultdict(_Held)
    for number, subject in enumerate(asked):
        telling = [
            (place, word, stems[told])
            for place, word, told in _read(subject)
            if is_telling(told) and told in stems
        ]
        for _place, word, stem in telling:
            single[stem].tickets.add(number)
            single[stem].written[word] += 1
        for (before, first, stem), (after, second, other) in pairwise(telling):
            between = _between(subject, before, after)
            if between is not None and stem != other:
                double[stem, other].tickets.add(number)
                double[stem, other].written[f"{first}{between}{second}"] += 1
    return dict(single), dict(double)


def _read(subject: str) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Each word with its place in the composed text, as it was written and folded."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", subject)):
        word = found[0]
        is_loud = word.isupper() and len(word) > _SHOUTED
        yield found.span(), word.lower() if is_loud or word.istitle() else word, fold(word)


def _between(subject: str, before: tuple[int, int], after: tuple[int, int]) -> str | None:
    """What stands between two words of a phrase; None where they are none."""
    told = unicodedata.normalize("NFC", subject)[before[1] : after[0]]
    parts = _BETWEEN.split(told)
    if len(parts) == 2 and parts == ["", ""]:
        return "-" if told == "-" else " "
    if len(parts) == 3 and not parts[0] and not parts[2] and fold(parts[1]) in LINKING:
        return f" {parts[1].lower()} "
    return None


def _usual(written: Counter[str]) -> str:
    """The most frequent spelling; of equals the one with more accents."""
    return min(written, key=lambda told: (-written[told], told.isascii(), told))
