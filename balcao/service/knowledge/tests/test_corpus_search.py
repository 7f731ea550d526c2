"""How well questions in Portuguese find the text that answers them; figures in docs/knowledge.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from balcao.core.actor import NOBODY, SYSTEM
from balcao.service.knowledge import actions, queries
from tests.cast import Cast
from tests.corpus import DATA

EVERY = 6


def told(name: str) -> Any:
    return json.loads((DATA / "support_pt" / f"{name}.json").read_text())


def publish(cast: Cast, articles: Sequence[tuple[str, str]]) -> list[str]:
    """Public articles of these titles and bodies; their addresses."""
    found = []
    for title, body in articles:
        made = actions.begin(SYSTEM, cast.teams["sac"].pk, title, body, audience=["public"])
        found.append(actions.publish(SYSTEM, made.pk).slug)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_part")
    return found


def found_within(asked: Sequence[tuple[str, str]], places: Sequence[int]) -> list[float]:
    """The share of questions whose article is among the first so many suggested."""
    ranks = []
    for question, slug in asked:
        shown = [one["slug"] for one in queries.suggest(NOBODY, question, limit=max(places))]
        ranks.append(shown.index(slug) if slug in shown else max(places))
    return [sum(rank < most for rank in ranks) / len(ranks) for most in places]


def test_questions_find_the_paragraph_that_answers_them(cast: Cast) -> None:
    corpus = told("faquad")
    slugs = publish(cast, [(one["title"], one["text"]) for one in corpus["documents"]])
    by_id = {one["id"]: slug for one, slug in zip(corpus["documents"], slugs, strict=True)}
    asked = [(one["question"], by_id[one["doc"]]) for one in corpus["questions"][::EVERY]]
    first, third, tenth = found_within(asked, (1, 3, 10))
    print(f"FaQuAD: {first:.3f} {third:.3f} {tenth:.3f} of {len(asked)}")
    assert first >= 0.70
    assert third >= 0.85
