"""What an audience lacks: what it asks beside what it can read of that. Pure."""

from .phrases import FEWEST, Found, is_telling, spelt, subjects, words_of
from .told import ARTICLES_TOLD, READERS, Gap, Subject, Vain, ordered

__all__ = [
    "ARTICLES_TOLD",
    "FEWEST",
    "READERS",
    "Found",
    "Gap",
    "Subject",
    "Vain",
    "is_telling",
    "ordered",
    "spelt",
    "subjects",
    "words_of",
]
