"""Comments without a theme that share words, so that a person may find what they speak of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from .words import tokens

APART = 0.6
"""Average cosine distance above which two groups stay two: chosen on questions whose subjects are
known (docs/text.md), where it kept groups pure rather than many comments grouped."""
MOST = 3_000
_WORDS = 6
_IN_TWO = 2
# Words that say nothing of a subject, as `spelled` writes them.
_QUIET = frozenset(
    [
        "a",
        "e",
        "o",
        "as",
        "os",
        "um",
        "uma",
        "uns",
        "umas",
        "de",
        "da",
        "do",
        "das",
        "dos",
        "em",
        "na",
        "no",
        "nas",
        "nos",
        "num",
        "numa",
        "por",
        "pela",
        "pelo",
        "pra",
        "pro",
        "para",
        "com",
        "sem",
        "que",
        "se",
        "eu",
        "me",
        "mim",
        "ele",
        "ela",
        "eles",
        "elas",
        "nos",
        "voce",
        "voces",
        "vc",
        "vcs",
        "meu",
        "minha",
        "meus",
        "minhas",
        "seu",
        "sua",
        "seus",
        "suas",
        "este",
        "esta",
        "esse",
        "essa",
        "isso",
        "isto",
        "aquilo",
        "aqui",
        "ali",
        "la",
        "ja",
        "ainda",
        "so",
        "mais",
        "menos",
        "muito",
        "muita",
        "muitos",
        "muitas",
        "pouco",
        "bem",
        "mal",
        "mas",
        "ou",
        "nem",
        "como",
        "quando",
        "onde",
        "quem",
        "qual",
        "quais",
        "porque",
        "pois",
        "entao",
        "foi",
        "era",
        "ser",
        "sou",
        "e",
        "sao",
        "estou",
        "esta",
        "estava",
        "estao",
        "ta",
        "to",
        "tem",
        "tinha",
        "tenho",
        "ter",
        "ha",
        "vai",
        "vou",
        "ir",
        "fui",
        "fiquei",
        "ficou",
        "faz",
        "fas",
        "fazer",
        "feito",
        "tudo",
        "todo",
        "toda",
        "todos",
        "nada",
        "cada",
        "outro",
        "outra",
        "mesmo",
        "tambem",
        "ate",
        "apos",
        "depois",
        "antes",
        "hoje",
        "agora",
        "sempre",
        "nunca",
        "nao",
        "sim",
        "ao",
        "aos",
        "gosto",
        "gostei",
        "quero",
        "queria",
        "pode",
        "podia",
    ]
)


class _Word(NamedTuple):
    stem: str
    written: str


class Group(NamedTuple):
    """Comments that share words: their places among those given, and the words, commonest first."""

    members: tuple[int, ...]
    words: tuple[str, ...]


def grouped(texts: Sequence[str], least: int, *, words_in: int = _IN_TWO) -> list[Group]:
    """Groups of at least so many texts that share words, the largest first; of the last 3,000 texts.

    By average linkage over cosine distances of TF-IDF vectors of stems (scikit-learn). A word is
    told where at least `words_in` of the group wrote it; a group without such words is none.
    """
    read = [_telling(text) for text in texts[-MOST:]]
    first = len(texts) - len(read)
    labels = _labels(read)
    by_label: dict[int, list[int]] = defaultdict(list)
    for at, label in enumerate(labels):
        if label >= 0:
            by_label[label].append(at)
    found = []
    for members in by_label.values():
        words = _shared([read[at] for at in members], words_in)
        if len(members) >= least and words:
            found.append(Group(tuple(first + at for at in members), words))
    return sorted(found, key=lambda group: (-len(group.members), group.members))


def _telling(text: str) -> list[_Word]:
    return [
        _Word(one.stem, text[one.start : one.end].lower())
        for one in tokens(text)
        if one.word not in _QUIET and len(one.word) > 1 and not one.word.isdigit()
    ]


def _labels(read: Sequence[Sequence[_Word]]) -> list[int]:
    """A number for each text, the same for those of one group; -1 for one that shares no word."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = Counter(stem for one in read for stem in {token.stem for token in one})
    shared = [at for at, one in enumerate(read) if any(found[t.stem] > 1 for t in one)]
    labels = [-1] * len(read)
    if len(shared) < _IN_TWO:
        return labels
    vectorizer = TfidfVectorizer(analyzer=_stems, sublinear_tf=True, min_df=_IN_TWO)
    vectors: Any = vectorizer.fit_transform([read[at] for at in shared]).toarray()
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=APART
    )
    for at, label in zip(shared, model.fit_predict(vectors), strict=True):
        labels[at] = int(label)
    return labels


def _stems(read: Sequence[_Word]) -> list[str]:
    return [token.stem for token in read]


def _shared(read: Sequence[Sequence[_Word]], least: int) -> tuple[str, ...]:
    """The stems that enough of these texts hold, each in the form in which it is written most."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for one in read:
        for stem, word in {token.stem: token.written for token in one}.items():
            forms[stem][word] += 1
    common = [(sum(found.values()), stem) for stem, found in forms.items()]
    told = sorted((-count, stem) for count, stem in common if count >= least)
    return tuple(forms[stem].most_common(1)[0][0] for _count, stem in told[:_WORDS])
