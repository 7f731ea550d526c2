from __future__ import annotations

from collections.abc import Iterable

from balcao.core.sql import rows, run
from balcao.register.access.audiences import TEAM

from ..models import Article

EVERYBODY = "*"


def touch(article: Article, before: Iterable[str] = ()) -> None:
    """What some audiences read of this article has changed: theirs, and what was theirs before."""
    parts = rows(
        "SELECT DISTINCT unnest(audience) AS word FROM knowledge_part WHERE article_id = %(id)s",
        {"id": article.pk},
    )
    words = {*article.audience, *before, *(one["word"] for one in parts)}
    touch_words({*words, f"{TEAM}{article.team_id}"})


def touch_words(words: Iterable[str]) -> None:
    """Count one more change for each of these words; always in one order, so that none waits in a ring."""
    run(
        "INSERT INTO knowledge_edition (word, number)"
        " SELECT word, 1 FROM unnest(%(words)s::text[]) word ORDER BY word"
        " ON CONFLICT (word) DO UPDATE SET number = knowledge_edition.number + 1",
        {"words": sorted(set(words))},
    )
