"""Reads of knowledge, actor first. Outside one's scope there is nothing: NotFound, or an empty list."""

from __future__ import annotations

from .authoring import compare, draft, history, mine, nameable, writable_teams
from .editions import edition
from .listing import addresses, articles, categories
from .reading import Gone, article, picture
from .reviewing import deflection, due_for_review, feedback, searched_in_vain
from .searching import search, suggest

__all__ = [
    "Gone",
    "addresses",
    "article",
    "articles",
    "categories",
    "compare",
    "deflection",
    "draft",
    "due_for_review",
    "edition",
    "feedback",
    "history",
    "mine",
    "nameable",
    "picture",
    "search",
    "searched_in_vain",
    "suggest",
    "writable_teams",
]
