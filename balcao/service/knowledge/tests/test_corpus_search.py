"""How well questions in Portuguese find the text that answers them; figures in docs/knowledge.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from balcao.core import clock
from balcao.core.actor import NOBODY
from balcao.service.knowledge import queries
from balcao.service.knowledge.actions.publishing import keep_parts
from balcao.service.knowledge.models import Article, Text
from tests.cast import Cast
from tests.corpus import DATA

EVERY = 6


def told(name: str) -> Any:
    return json.loads((DATA / "support_pt" / f"{name}.json").read_text())


def publish(cast: Cast, told: Sequence[tuple[str, str]]) -> list[str]:
    """Public articles of these titles and bodies, written at once; their addresses."""
    now, team = clock.now(), cast.teams["sac"]
    slugs = [f"artigo-{number}" for number in range(len(told))]
    since = {"language": "pt-br", "published_at": now}
    kept = {"team": team, "audience": ["public"], "state": "published", "created_at": now, **since}
    articles = Article.objects.bulk_create([Article(slug=slug, **kept) for slug in slugs])
    texts = Text.objects.bulk_create(
        Text(article=one, number=1, title=title, body=body, at=now, is_published=True, **since)
        for one, (title, body) in zip(articles, told, strict=True)
    )
    for text in texts:
        keep_parts(text.article, text)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_part")
    return slugs


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


def test_short_questions_find_the_answer_that_shares_few_words_with_them(cast: Cast) -> None:
    corpus = [one for one in told("tais_intents") if one["answer"]]
    answers = ["\n\n".join(one["answer"]) for one in corpus]
    slugs = publish(cast, [(answer[:80], answer) for answer in answers])
    asked = [
        (question, slug)
        for one, slug in zip(corpus, slugs, strict=True)
        for question in one["test"]
    ][::EVERY]
    first, third, tenth = found_within(asked, (1, 3, 10))
    print(f"TAIS: {first:.3f} {third:.3f} {tenth:.3f} of {len(asked)}")
    assert first >= 0.25
    assert third >= 0.35
