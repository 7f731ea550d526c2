"""Reads of knowledge, actor first. Outside one's scope there is nothing: NotFound, or an empty list."""

from __future__ import annotations

from .authoring import (
    all_categories,
    compare,
    draft,
    history,
    mine,
    numbered,
    pictures,
    preview,
    shelves,
    writable_teams,
)
from .editions import edition
from .inserting import insertable
from .listing import addresses, articles, categories, every
from .reading import Gone, article, picture
from .reviewing import deflection, due_for_review, feedback, searched_in_vain
from .searching import HOLDING, beside, search, suggest

__all__ = [
    "HOLDING",
    "Gone",
    "addresses",
    "all_categories",
    "article",
    "articles",
    "beside",
    "categories",
    "compare",
    "deflection",
    "draft",
    "due_for_review",
    "edition",
    "every",
    "feedback",
    "history",
    "insertable",
    "mine",
    "numbered",
    "picture",
    "pictures",
    "preview",
    "search",
    "searched_in_vain",
    "shelves",
    "suggest",
    "writable_teams",
]
