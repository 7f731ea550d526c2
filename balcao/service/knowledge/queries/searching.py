from __future__ import annotations

import json
from collections.abc import Sequence

from balcao.core import text
from balcao.core.actor import Actor
from balcao.core.finding import Word, asked, plain, snippet
from balcao.core.sql import Row, rows

from .. import scope
from ..actions.searching import note_search
from ..rules import keys, rarity

QUERY_MOST = 200
TEXT_MOST = 2_000
WORDS_MOST = 16
TEXT_WORDS_MOST = 24
RANKED = 400
RANKED_BESIDE = 100
WEIGHED = 16
COMMON = 1_000
FEW = 1_000
LOOKED_UP = 2_500
_WORDS = """
SELECT told.word, tsvector_to_array(balcao_stems(' ' || told.word || ' ')) AS stems
FROM unnest(string_to_array(trim(balcao_words(%(text)s)), ' ')) WITH ORDINALITY told(word, n)
WHERE told.word <> '' ORDER BY told.n LIMIT %(most)s
"""
# Rare words are looked up; common ones are met going back from what was published last. Either way
# articles are asked for one by one (OFFSET 0), and only until enough are read by whoever searches.
HOLDING = "SELECT 1 FROM knowledge_part p WHERE p.words @@ %(parts_asked)s::tsquery"
_EXPECTED = f"EXPLAIN (FORMAT JSON) {HOLDING}"
_READ = f"""CROSS JOIN LATERAL (SELECT FROM knowledge_article a
        WHERE a.id = p.article_id AND {scope.READS} AND {scope.READS_PART} OFFSET 0) a"""
_LOOKED_UP = f"""
WITH held AS MATERIALIZED (
    SELECT p.id, p.article_id, p.audience FROM knowledge_part p WHERE p.words @@ %(asked)s::tsquery
),
hits AS MATERIALIZED (
    SELECT p.id, p.article_id FROM (SELECT * FROM held ORDER BY id DESC OFFSET 0) p {_READ}
    ORDER BY p.id DESC LIMIT %(ranked)s
),
"""
_MET = f"""
WITH hits AS MATERIALIZED (
    SELECT p.id, p.article_id FROM (SELECT n.id, n.article_id, n.audience, n.words
        FROM knowledge_part n ORDER BY n.id DESC OFFSET 0) p {_READ}
    WHERE p.words @@ %(asked)s::tsquery ORDER BY p.id DESC LIMIT %(ranked)s
),
"""
_BEST = """
best AS (
    SELECT DISTINCT ON (h.article_id) h.article_id, h.id,
        ts_rank(p.words, %(asked)s::tsquery, 1) AS score
    FROM hits h JOIN knowledge_part p ON p.id = h.id ORDER BY h.article_id, score DESC, h.id
)
"""
_ENDING = f"""
SELECT a.id, a.slug, t.title, t.summary, t.language, p.plain, b.score
FROM (SELECT * FROM best ORDER BY score DESC, article_id DESC LIMIT %(limit)s) b
JOIN knowledge_article a ON a.id = b.article_id {scope.SHOWN_TEXT}
JOIN knowledge_part p ON p.id = b.id
ORDER BY b.score DESC, a.id DESC
"""
# How many parts for whoever reads their article hold each word, as far as that makes a difference:
# what stands in parts for a few weighs nothing in what others find.
_COUNTED = """
SELECT told.query, (SELECT greatest(reltuples, 500) FROM pg_class
        WHERE oid = 'knowledge_part'::regclass)::float8 AS all_parts,
    (SELECT count(*) FROM (SELECT FROM knowledge_part p
        WHERE p.words @@ told.query::tsquery AND p.audience = '{}' LIMIT %(common)s) few) AS held
FROM unnest(%(queries)s::text[]) told(query)
"""
# Ranked are the parts that hold most of the rare words, each weighing by how rare it is.
_SOME = f"""
WITH word AS MATERIALIZED (
    SELECT w.query::tsquery AS query, w.weight
    FROM unnest(%(queries)s::text[], %(weights)s::float8[]) w(query, weight)
),
met AS MATERIALIZED (
    SELECT m.id, sum(k.weight) AS weight
    FROM unnest(%(keys)s::text[], %(key_weights)s::float8[]) k(query, weight)
    CROSS JOIN LATERAL (SELECT p.id FROM knowledge_part p WHERE p.words @@ k.query::tsquery
        ORDER BY p.id DESC LIMIT %(few)s) m
    GROUP BY m.id
),
hits AS MATERIALIZED (
    SELECT p.id, p.article_id, p.words, p.word_count FROM met m
    JOIN knowledge_part p ON p.id = m.id JOIN knowledge_article a ON a.id = p.article_id
    WHERE {scope.READS} AND {scope.READS_PART}
    ORDER BY m.weight DESC, p.id DESC LIMIT %(ranked)s
),
scored AS (
    SELECT h.article_id, h.id, (SELECT sum(w.weight * ts_rank('{{0.5, 0.6, 0.8, 1}}', h.words, w.query))
        FROM word w) / (10 + ln(1 + h.word_count)) AS score FROM hits h
),
best AS (
    SELECT DISTINCT ON (article_id) article_id, id, score FROM scored
    ORDER BY article_id, score DESC, id
)
"""


def search(
    actor: Actor,
    words: str,
    *,
    limit: int = 10,
    where: str = "help",
    language: str = "",
    is_noted: bool = True,
    needs_all: bool = False,
) -> list[Row]:
    """Articles the actor reads with these words, best first: slug, title, summary, snippet.

    Every word must stand in one part; where that finds nothing and not `needs_all`, any of them.
    `marked` is the snippet in pieces, each with whether it is a hit. The search is counted, without
    its asker.
    """
    told = text.clean(words)[:QUERY_MOST]
    known = _read(told, WORDS_MOST)
    found = _found(actor, known, language, limit=limit) if known else []
    if not found and len(known) > 1 and not needs_all:
        found = _weighed(actor, known, language, limit=limit)
    if is_noted and told.strip():
        note_search(actor, told, len(found), where)
    return [_item(one, known) for one in found]


def beside(
    actor: Actor, words: Sequence[Word], wanted: str, *, expected: int, limit: int
) -> list[Row]:
    """A few articles that hold all that a search over everything wants, as `search` gives them; not
    counted. Its words are read already, and in about how many parts they stand (HOLDING) is known."""
    found = _holding(actor, wanted, "", expected=expected, ranked=RANKED_BESIDE, limit=limit)
    return [_item(one, words) for one in found]


def suggest(actor: Actor, told: str, *, limit: int = 3, language: str = "") -> list[Row]:
    """Articles that may answer what somebody is writing, best first, as in `search`; not counted."""
    known = _read(text.clean(told)[:TEXT_MOST], TEXT_WORDS_MOST)
    found = _weighed(actor, known, language, limit=limit)
    return [_item(one, known) for one in found]


def _read(told: str, most: int) -> list[Word]:
    """The words by the very functions that made the columns."""
    found = rows(_WORDS, {"text": told, "most": most})
    return [Word(one["word"], tuple(one["stems"])) for one in found]


def _found(actor: Actor, words: Sequence[Word], language: str, *, limit: int) -> list[Row]:
    """Parts that hold every word."""
    wanted = asked(words, is_open=False)
    expected = _expected(wanted)
    return _holding(actor, wanted, language, expected=expected, ranked=RANKED, limit=limit)


def _holding(
    actor: Actor, wanted: str, language: str, *, expected: int, ranked: int, limit: int
) -> list[Row]:
    return rows(
        (_LOOKED_UP if expected <= LOOKED_UP else _MET) + _BEST + _ENDING,
        {
            **scope.params(actor, language),
            "asked": wanted,
            "ranked": ranked,
            "limit": max(1, min(limit, 50)),
        },
    )


def _weighed(actor: Actor, words: Sequence[Word], language: str, *, limit: int) -> list[Row]:
    """Parts that hold some of the words, each word weighing by how rare it is."""
    told = {asked([word], is_open=False): word for word in words if not word.is_quiet}
    if not told:
        return []
    counted = rows(_COUNTED, {"queries": [*told], "common": COMMON})
    weighed = sorted((one for one in counted if one["held"]), key=lambda one: one["held"])
    if not weighed:
        return []
    heavy = weighed[:WEIGHED]
    queries = [one["query"] for one in heavy]
    weights = [rarity(one["held"], one["all_parts"]) for one in heavy]
    looked_up = keys([one["held"] for one in heavy], common=COMMON, few=FEW, enough=RANKED)
    return rows(
        _SOME + _ENDING,
        {
            **scope.params(actor, language),
            "queries": queries,
            "weights": weights,
            "keys": [" & ".join(queries[place] for place in key) for key in looked_up],
            "key_weights": [sum(weights[place] for place in key) for key in looked_up],
            "few": FEW,
            "ranked": RANKED,
            "limit": max(1, min(limit, 50)),
        },
    )


def _expected(wanted: str) -> int:
    """In how many parts the planner thinks that these words stand."""
    plan = rows(_EXPECTED, {"parts_asked": wanted})[0]["QUERY PLAN"]
    return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])


def _item(found: Row, words: Sequence[Word]) -> Row:
    marked = snippet(found.pop("plain"), words)
    return {**found, "marked": marked, "snippet": plain(marked)}
