"""What every planted text holds beside its own word, so that a search for it finds what may be found."""

from __future__ import annotations

LURE = "cofre"


def planted(word: str) -> str:
    """A text that holds the word, and what a searcher would look for."""
    return f"{LURE} {word}"
