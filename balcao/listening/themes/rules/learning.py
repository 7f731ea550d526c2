"""In which order comments are looked at: learnt from how those who wrote rated, never a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from balcao.measures.scores import Estimate, csat

from .matching import normal

FEWEST = 50
"""Unhappy, and happy, ratings with words that are needed to learn from."""
_DIFFERING = 10
_FOLDS = 5
_SEED = 1
_BAD: Mapping[str, int] = {"nps": 6, "enps": 6, "csat": 2, "ces": 3}
_GOOD: Mapping[str, int] = {"nps": 9, "enps": 9, "csat": 4, "ces": 5}


class Refusal(StrEnum):
    """Why nothing was learnt."""

    TOO_FEW = "too_few"
    NO_BETTER = "no_better"


class Learnt(NamedTuple):
    """How likely each text is unhappy, by a model that was not taught with it; and how often it
    was right among those rated. `refusal` where it is of no use: then there is no order."""

    good: int
    bad: int
    right: int
    tried: int
    unease: tuple[float, ...]
    refusal: Refusal | None

    @property
    def accuracy(self) -> Estimate:
        """The share told apart rightly, with Wilson's interval. ValueError when nothing was tried."""
        return csat(self.right, self.tried)


def is_bad(kind: str, score: int) -> bool | None:
    """Whether a rating is unhappy; None for one between, or of a question that asks for none."""
    if kind not in _BAD:
        return None
    if score <= _BAD[kind]:
        return True
    return False if score >= _GOOD[kind] else None


def learnt(texts: Sequence[str], ratings: Sequence[bool | None]) -> Learnt:
    """Learn from the texts whose rating is known (unhappy or not) how likely the others are unhappy.

    Logistic regression over TF-IDF of pieces of words (scikit-learn), each rated text judged by
    models of the four fifths that hold nothing written alike. Refused under 50 ratings of either sort
    (10 written otherwise), and where it is not distinguishably better than always guessing the commoner one.
    """
    known = [at for at, rating in enumerate(ratings) if rating is not None]
    bad = sum(1 for at in known if ratings[at])
    good = len(known) - bad
    differing = [
        {normal(texts[at]) for at in known if ratings[at] is rating} for rating in (False, True)
    ]
    if min(good, bad) < FEWEST or min(map(len, differing)) < _DIFFERING:
        return Learnt(good, bad, 0, 0, (), Refusal.TOO_FEW)
    labels = [int(bool(ratings[at])) for at in known]
    apart = _apart([texts[at] for at in known], labels)
    right = sum(
        int((chance >= 0.5) == bool(label)) for chance, label in zip(apart, labels, strict=True)
    )
    told = Learnt(good, bad, right, len(known), (), None)
    if told.accuracy.low <= max(good, bad) / len(known):
        return told._replace(refusal=Refusal.NO_BETTER)
    return told._replace(unease=_every(texts, known, labels, apart))


def _apart(texts: Sequence[str], labels: Sequence[int]) -> list[float]:
    """Whoever wrote the same is judged by the same model: none has read their words already."""
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED)
    found = cross_val_predict(
        model(),
        list(texts),
        list(labels),
        groups=[normal(text) for text in texts],
        cv=folds,
        method="predict_proba",
    )
    return [float(one[1]) for one in found]


def _every(
    texts: Sequence[str], known: Sequence[int], labels: Sequence[int], apart: Sequence[float]
) -> tuple[float, ...]:
    taught = model().fit([texts[at] for at in known], list(labels))
    unease = [float(one[1]) for one in taught.predict_proba(list(texts))]
    for at, chance in zip(known, apart, strict=True):
        unease[at] = chance
    return tuple(unease)


def model() -> Any:
    """What learns: pieces of two to five letters within words, weighed by TF-IDF, then a regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, strip_accents="unicode"
        ),
        LogisticRegression(C=10.0, max_iter=1000),
    )
