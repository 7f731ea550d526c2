"""The SQL of search. Branches gather candidates cheaply; the scope alone decides who reads what."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.register.people.queries import KNOWN_HANDLE, KNOWN_TIE, SCOPE
from balcao.service.assets import scope as assets
from balcao.service.catalog import scope as catalog
from balcao.service.knowledge.queries import HOLDING
from balcao.service.tickets import scope

# The words of each text, in order, with their stems; and how far the actor reaches: a small scope
# is quicker searched ticket by ticket, a large one word by word, and `all_mine`
# says that the tickets of the actor's own teams are few enough to be among `handled`.
READ = f"""
WITH mine AS MATERIALIZED (
    SELECT t.id FROM tickets_ticket t WHERE t.team_id = ANY(%(teams)s) LIMIT %(few)s + 1
)
SELECT (SELECT count(*) FROM mine) <= %(few)s AS all_mine,
    ARRAY(
        SELECT id FROM mine WHERE (SELECT count(*) FROM mine) <= %(few)s
        UNION (SELECT ticket_id FROM tickets_place WHERE team_id = ANY(%(teams)s)
               ORDER BY ticket_id DESC LIMIT %(many)s)
    ) AS handled,
    ARRAY(
        (SELECT t.id FROM tickets_ticket t WHERE {scope.ASKED}
         ORDER BY t.updated_at DESC, t.id DESC LIMIT %(many)s)
        UNION (SELECT t.id FROM tickets_ticket t WHERE {scope.SHARED}
               ORDER BY t.updated_at DESC, t.id DESC LIMIT %(many)s)
        UNION SELECT unnest(%(followed)s::bigint[])
    ) AS seen,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(
                given.n, told.word, tsvector_to_array(balcao_stems(' ' || told.word || ' ')))
                ORDER BY given.n, told.n), '[]')
     FROM unnest(%(texts)s::text[]) WITH ORDINALITY given(text, n),
          unnest(string_to_array(trim(balcao_words(given.text)), ' '))
              WITH ORDINALITY told(word, n)
     WHERE told.word <> '' AND told.n <= %(most)s) AS words
"""

BY_TEAM = "t.team_id = ANY(%(teams)s)"
BY_ID = "t.id = ANY(%(ids)s::bigint[])"


def subjects(where: str) -> str:
    """Newest tickets of a part of the scope with the words in their subject or protocol."""
    return f"""
    SELECT 'subject', id, NULL::bigint, ts_rank(words, %(asked)s::tsquery)
    FROM (SELECT t.id, t.words FROM tickets_ticket t
          WHERE t.words @@ %(asked)s::tsquery AND {where}
          ORDER BY t.id DESC LIMIT %(ranked)s) newest"""


# In how many rows the words stand, as the planner guesses from its statistics; of each an array of
# its own, since such a one is planned by itself and told in this order.
_HOLDING = {
    "messages": "SELECT 1 FROM tickets_message m WHERE m.words @@ %(asked)s::tsquery",
    "assets": "SELECT 1 FROM assets_asset f WHERE f.words @@ %(asked)s::tsquery",
    "whole_assets": "SELECT 1 FROM assets_asset f WHERE f.words @@ %(whole)s::tsquery",
    "parts": HOLDING,
}


def guess(among: Sequence[str]) -> str:
    """The statement that asks for the guesses among some of these, in their order."""
    arrays = ", ".join(f"ARRAY({_HOLDING[name]})" for name in among)
    return f"EXPLAIN (FORMAT JSON) SELECT {arrays}"


# For words that are in few messages: all of them, then those of the teams.
MESSAGES_BY_WORD = """
    SELECT 'message', newest.ticket_id, m.id, ts_rank(m.words, %(asked)s::tsquery)
    FROM (WITH held AS MATERIALIZED (
              SELECT m.id, m.ticket_id FROM tickets_message m
              WHERE m.words @@ %(asked)s::tsquery)
          SELECT held.id, held.ticket_id
          FROM held JOIN tickets_ticket t ON t.id = held.ticket_id
          WHERE t.team_id = ANY(%(teams)s)
          ORDER BY held.id DESC LIMIT %(ranked)s) newest
    JOIN tickets_message m ON m.id = newest.id"""

# For words that are in many: from the newest message backwards, until enough were found.
MESSAGES_BY_TEAM = """
    SELECT 'message', ticket_id, id, ts_rank(words, %(asked)s::tsquery)
    FROM (SELECT m.id, m.ticket_id, m.words
          FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
          WHERE m.words @@ %(asked)s::tsquery AND t.team_id = ANY(%(teams)s)
          ORDER BY m.id DESC LIMIT %(ranked)s) newest"""

_IS_READ = """(
    m.kind IN ('incoming', 'outgoing') OR m.ticket_id = ANY(%(handled)s::bigint[])
    OR EXISTS (SELECT FROM tickets_ticket o WHERE o.id = m.ticket_id AND o.team_id = ANY(%(teams)s))
)"""

MESSAGES_BY_ID = f"""
    SELECT 'message by id', ticket_id, id, ts_rank(words, %(asked)s::tsquery)
    FROM (SELECT m.id, m.ticket_id, m.words FROM tickets_message m
          WHERE m.words @@ %(asked)s::tsquery AND m.ticket_id = ANY(%(ids)s::bigint[])
            AND {_IS_READ}
          ORDER BY m.id DESC LIMIT %(ranked)s) newest"""

PROTOCOLS = f"""
    SELECT 'protocol', t.id, NULL::bigint, 10::real FROM tickets_ticket t
    WHERE t.protocol LIKE %(protocol)s AND {scope.VISIBLE} ORDER BY t.id DESC LIMIT %(ranked)s"""


def spread(where: str) -> str:
    """Newest tickets with some of the words in the subject and the others in one message."""
    return f"""
    SELECT 'spread', t.id, m.id, ts_rank(t.words || m.words, %(asked)s::tsquery) / 2
    FROM (SELECT t.id, t.words FROM tickets_ticket t
          WHERE t.words @@ %(any_of)s::tsquery AND {where} AND (SELECT is_few FROM told)
          ORDER BY t.id DESC LIMIT %(ranked)s) t
    JOIN tickets_message m ON m.ticket_id = t.id
    WHERE (t.words || m.words) @@ %(asked)s::tsquery AND {_IS_READ}"""


def _read(hits: str) -> str:
    """The hits that the actor may read. One in a note counts only where they handle the ticket."""
    return f"""
        SELECT h.*, t.updated_at FROM {hits} h JOIN tickets_ticket t ON t.id = h.ticket_id
        LEFT JOIN tickets_message m ON m.id = h.message_id
        WHERE {scope.HANDLED} OR ({scope.VISIBLE}
            AND (h.message_id IS NULL OR m.kind IN ('incoming', 'outgoing')))"""


def _hits(name: str, branches: Sequence[str]) -> str:
    together = " UNION ALL ".join(f"({branch})" for branch in branches)
    return f"{name} (branch, ticket_id, message_id, score) AS MATERIALIZED ({together})"


def found(branches: Sequence[str], spreads: Sequence[str] = ()) -> str:
    """Tickets of these branches that the actor may read, best first, each with its best message;
    where they are few, those of the spreads too."""
    further = f"""
    told AS MATERIALIZED (SELECT count(DISTINCT ticket_id) < %(spread_below)s AS is_few FROM sure),
    {_hits("more", spreads)},
    """
    together = "(SELECT branch FROM hits UNION ALL SELECT branch FROM more)" if spreads else "hits"
    return f"""
    WITH {_hits("hits", branches)},
    sure AS MATERIALIZED ({_read("hits")}),
    {further if spreads else ""}
    best AS (
        SELECT h.ticket_id, h.updated_at, count(*) OVER () AS total,
               coalesce(max(h.score) FILTER (WHERE h.message_id IS NULL), 0)
                   + coalesce(max(h.score) FILTER (WHERE h.message_id IS NOT NULL), 0) AS score,
               (array_agg(h.message_id ORDER BY h.score DESC, h.message_id DESC)
                   FILTER (WHERE h.message_id IS NOT NULL))[1] AS message_id
        FROM (SELECT * FROM sure {"UNION ALL " + _read("more") if spreads else ""}) h
        GROUP BY h.ticket_id, h.updated_at
        ORDER BY score DESC, h.updated_at DESC, h.ticket_id DESC
        OFFSET %(skipped)s LIMIT %(limit)s
    )
    SELECT b.total, t.protocol, t.subject, t.status, t.updated_at, left(m.body, %(shown)s) AS body,
           EXISTS (SELECT FROM {together} h GROUP BY branch
               HAVING count(*) >= %(ranked)s) AS is_capped
    FROM best b JOIN tickets_ticket t ON t.id = b.ticket_id
    LEFT JOIN tickets_message m ON m.id = coalesce(b.message_id,
        (SELECT min(f.id) FROM tickets_message f
         WHERE f.ticket_id = b.ticket_id AND f.kind IN ('incoming', 'outgoing')))
    ORDER BY b.score DESC, t.updated_at DESC, t.id DESC
    """


# Which assets hold the words: of few all are looked up. Of many the newest are met, going back until
# enough were found that the actor reads; with them those that hold the words as they were written,
# unless these are many too, so that a number or a serial number is never lost among its like.
ASSETS_BY_WORD = """a.id IN (
    SELECT f.id FROM assets_asset f WHERE f.words @@ %(asked)s::tsquery OFFSET 0)"""
_MET = f"""
    (SELECT a.id FROM (SELECT f.id, f.team_id, f.owner_id, f.words FROM assets_asset f
         ORDER BY f.id DESC OFFSET 0) a
     WHERE a.words @@ %(asked)s::tsquery AND {assets.READ} ORDER BY a.id DESC LIMIT %(most_things)s)
    UNION ALL (SELECT f.id FROM assets_asset f WHERE f.number = %(number)s)"""
_WHOLE = """
    UNION ALL (SELECT f.id FROM assets_asset f WHERE f.words @@ %(whole)s::tsquery)"""
ASSETS_MET = f"a.id IN ({_MET})"
ASSETS_MET_OR_WHOLE = f"a.id IN ({_MET}{_WHOLE})"

# What is few enough to be shown before tickets, each kind by its own scope: people, assets that the
# actor keeps or uses, and what the catalog offers to their audience; one statement for all of them.
# Addresses and companies are known only for the side on which the actor knows the person.
KNOWN = f"""
(SELECT 'person' AS type, p.id, '' AS number, p.name AS title, p.cpf, '' AS icon, false AS is_kept,
        NULL::jsonb AS content,
        ARRAY(SELECT h.value FROM people_handle h
              WHERE h.person_id = p.id AND {KNOWN_HANDLE}
              ORDER BY h.is_primary DESC, h.id LIMIT 3) AS told
 FROM people_person p
 WHERE p.merged_into_id IS NULL AND {SCOPE} AND {{match}}
 ORDER BY p.folded_name, p.id LIMIT %(most)s)
UNION ALL
(SELECT 'asset', a.id, a.number, a.name, NULL, y.icon, {assets.kept("a")}, NULL,
        ARRAY[a.number, a.place, a.serial]
 FROM assets_asset a JOIN assets_assettype y ON y.id = a.type_id
 WHERE {{assets}} AND {assets.READ}
 ORDER BY a.number = %(number)s OR upper(a.serial) = %(number)s DESC, a.number LIMIT %(most_things)s)
UNION ALL
(SELECT 'catalog_item', i.id, '', '', NULL, i.icon, false, v.content, '{{{{}}}}'
 FROM catalog_item i JOIN catalog_itemversion v ON v.id = i.version_id
 WHERE i.id IN (SELECT f.id FROM catalog_item f
     WHERE balcao_vector(f.folded) @@ %(asked)s::tsquery OFFSET 0) AND {catalog.OFFERED}
 ORDER BY i.position, i.id LIMIT %(most_things)s)
"""

NAMED = "p.words @@ %(named)s::tsquery"
BY_CPF = "p.cpf = %(value)s"
BY_CNPJ = f"""p.id IN (
    SELECT r.person_id FROM people_relationship r JOIN people_organization o
    ON o.id IN (r.organization_id, r.sponsor_id)
    WHERE o.cnpj = %(value)s AND {KNOWN_TIE})"""
BY_HANDLE = f"""p.id IN (
    SELECT h.person_id FROM people_handle h
    WHERE (h.value = ANY(%(values)s) OR h.value LIKE %(beginning)s)
      AND {KNOWN_HANDLE})"""
BY_CPF_OR_HANDLE = f"({BY_CPF} OR {BY_HANDLE})"
