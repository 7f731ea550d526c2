from __future__ import annotations

import json
from collections.abc import Sequence

from balcao.core import text
from balcao.core.actor import Actor
from balcao.core.finding import Word, asked, plain, snippet
from balcao.core.sql import Row, rows

from .. import scope
from ..actions.searching import note_search

QUERY_MOST = 200
TEXT_MOST = 2_000
WORDS_MOST = 16
TEXT_WORDS_MOST = 24
RANKED = 400
FEW = 2_500
_WORDS = """
SELECT told.word, tsvector_to_array(balcao_stems(' ' || told.word || ' ')) AS stems
FROM unnest(string_to_array(trim(balcao_words(%(text)s)), ' ')) WITH ORDINALITY told(word, n)
WHERE told.word <> '' ORDER BY told.n LIMIT %(most)s
"""
# Rare words are looked up; common ones are met going back from what was published last.
_EXPECTED = "EXPLAIN (FORMAT JSON) SELECT FROM knowledge_part p WHERE p.words @@ %(asked)s::tsquery"
_LOOKED_UP = f"""
WITH held AS MATERIALIZED (
    SELECT p.id, p.article_id, p.audience FROM knowledge_part p WHERE p.words @@ %(asked)s::tsquery
),
hits AS MATERIALIZED (
    SELECT p.id, p.article_id FROM held p JOIN knowledge_article a ON a.id = p.article_id
    WHERE {scope.READS} AND {scope.READS_PART} ORDER BY p.id DESC LIMIT %(ranked)s
),
"""
_MET = f"""
WITH hits AS MATERIALIZED (
    SELECT p.id, p.article_id FROM knowledge_part p
    JOIN knowledge_article a ON a.id = p.article_id
    WHERE p.words @@ %(asked)s::tsquery AND {scope.READS} AND {scope.READS_PART}
    ORDER BY p.id DESC LIMIT %(ranked)s
),
"""
_BEST = f"""
best AS (
    SELECT DISTINCT ON (h.article_id) h.article_id, h.id,
        ts_rank(p.words, %(asked)s::tsquery, 1) AS score
    FROM hits h JOIN knowledge_part p ON p.id = h.id ORDER BY h.article_id, score DESC, h.id
)
SELECT a.id, a.slug, t.title, t.summary, t.language, p.plain, b.score
FROM (SELECT * FROM best ORDER BY score DESC, article_id DESC LIMIT %(limit)s) b
JOIN knowledge_article a ON a.id = b.article_id {scope.SHOWN_TEXT}
JOIN knowledge_part p ON p.id = b.id
ORDER BY b.score DESC, a.id DESC
"""


def search(
    actor: Actor,
    words: str,
    *,
    limit: int = 10,
    where: str = "help",
    language: str = "",
    is_noted: bool = True,
) -> list[Row]:
    """Articles the actor reads with these words, best first: slug, title, summary, snippet.

    Every word must stand in one part; where that finds nothing, any of them. `marked` is the
    snippet in pieces, each with whether it is a hit. The search is counted, without its asker.
    """
    told = text.clean(words)[:QUERY_MOST]
    known = _read(told, WORDS_MOST)
    found = _found(actor, known, language, limit=limit) if known else []
    if not found and len(known) > 1:
        found = _found(actor, known, language, limit=limit, any_word=True)
    if is_noted and told.strip():
        note_search(actor, told, len(found), where)
    return [_item(one, known) for one in found]


def suggest(actor: Actor, told: str, *, limit: int = 3, language: str = "") -> list[Row]:
    """Articles that may answer what somebody is writing, best first, as in `search`; not counted."""
    known = _read(text.clean(told)[:TEXT_MOST], TEXT_WORDS_MOST)
    found = _found(actor, known, language, limit=limit, any_word=True) if known else []
    return [_item(one, known) for one in found]


def _read(told: str, most: int) -> list[Word]:
    """The words by the very functions that made the columns."""
    found = rows(_WORDS, {"text": told, "most": most})
    return [Word(one["word"], tuple(one["stems"])) for one in found]


def _found(
    actor: Actor, words: Sequence[Word], language: str, *, limit: int, any_word: bool = False
) -> list[Row]:
    wanted = asked(words, is_open=False, any_word=any_word)
    gathered = _LOOKED_UP if _expected(wanted) <= FEW else _MET
    return rows(
        gathered + _BEST,
        {
            **scope.params(actor, language),
            "asked": wanted,
            "ranked": RANKED,
            "limit": max(1, min(limit, 50)),
        },
    )


def _expected(wanted: str) -> int:
    """In how many parts the planner thinks that these words stand."""
    plan = rows(_EXPECTED, {"asked": wanted})[0]["QUERY PLAN"]
    return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])


def _item(found: Row, words: Sequence[Word]) -> Row:
    marked = snippet(found.pop("plain"), words)
    return {**found, "marked": marked, "snippet": plain(marked)}
