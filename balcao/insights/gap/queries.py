from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, rows
from balcao.service.tickets import scope

from .rules import ARTICLES_TOLD, FEWEST, READERS, Gap, Subject, Vain, is_telling, ordered

TICKETS = 5_000
SUBJECTS = 12
VAIN = 12
_CANDIDATES = 60

# Who asks is told by what they were on that day; who was nothing inside any more is left out.
_ASKED = f"""
SELECT told.readers, told.id, told.subject FROM (
    SELECT t.id, t.subject, CASE WHEN t.side = 'external' THEN
        CASE WHEN EXISTS (SELECT FROM people_relationship r WHERE r.person_id = t.requester_id
            AND r.kind = 'customer' AND r.since_on <= t.created_at::date
            AND (r.until_on IS NULL OR r.until_on >= t.created_at::date)) THEN 'customer'
        ELSE 'stranger' END
    ELSE (SELECT r.kind FROM people_relationship r WHERE r.person_id = t.requester_id
        AND r.kind <> 'customer' AND r.since_on <= t.created_at::date
        AND (r.until_on IS NULL OR r.until_on >= t.created_at::date)
        ORDER BY r.kind = 'employee' DESC, r.kind LIMIT 1) END AS readers
    FROM tickets_ticket t
    WHERE {scope.HANDLED} AND t.created_at >= %(since)s AND t.created_at < %(until)s
    ORDER BY t.id DESC LIMIT %(most)s) told
WHERE told.readers IS NOT NULL
"""
_SUBJECTS = f"""
WITH asked AS MATERIALIZED ({_ASKED}),
words AS MATERIALIZED (
    SELECT DISTINCT a.readers, a.id, w.word FROM asked a,
        unnest(string_to_array(trim(balcao_words(a.subject)), ' ')) w(word) WHERE w.word <> ''
),
stems AS MATERIALIZED (
    SELECT d.word, (tsvector_to_array(balcao_stems(' ' || d.word || ' ')))[1] AS stem
    FROM (SELECT DISTINCT word FROM words) d
),
counted AS (
    SELECT w.readers, s.stem, count(DISTINCT w.id) AS n, mode() WITHIN GROUP (ORDER BY w.word) AS word
    FROM words w JOIN stems s ON s.word = w.word WHERE s.stem IS NOT NULL
    GROUP BY w.readers, s.stem HAVING count(DISTINCT w.id) >= %(fewest)s
)
SELECT * FROM (SELECT counted.*, row_number() OVER (PARTITION BY readers ORDER BY n DESC, word) AS place
    FROM counted) ranked WHERE place <= %(candidates)s ORDER BY readers, place
"""
_TOTALS = f"SELECT readers, count(*) AS n FROM ({_ASKED}) asked GROUP BY readers"
_READS = """a.state = 'published' AND a.audience && {words}
    AND ('internal' = ANY({words}) OR a.expires_on IS NULL OR a.expires_on >= %(today)s)"""
_READABLE = f"""
SELECT k.readers, (SELECT count(*) FROM knowledge_article a WHERE {_READS.format(words="k.words")}) AS n
FROM jsonb_to_recordset(%(kinds)s::jsonb) AS k(readers text, words varchar[])
"""
_ARTICLES = f"""
SELECT s.readers, s.stem, (SELECT count(*) FROM (
    SELECT DISTINCT a.id FROM knowledge_part p JOIN knowledge_article a ON a.id = p.article_id
    WHERE p.words @@ plainto_tsquery('simple', s.stem) AND {_READS.format(words="s.words")}
        AND (p.audience = '{{}}' OR p.audience && s.words) LIMIT %(told)s) found) AS n
FROM jsonb_to_recordset(%(subjects)s::jsonb) AS s(readers text, words varchar[], stem text)
"""
_VAIN = """
SELECT reader AS readers, s.words, sum(s.times) AS times, max(s."on") AS last_on
FROM knowledge_search s, unnest(s.readers) reader
WHERE s.found = 0 AND s.settled_at IS NULL AND s."on" BETWEEN %(since)s AND %(until)s
GROUP BY reader, s.words ORDER BY times DESC, last_on DESC, s.words
"""
_SEARCHED = """
SELECT reader AS readers, sum(s.times) AS n FROM knowledge_search s, unnest(s.readers) reader
WHERE s."on" BETWEEN %(since)s AND %(until)s GROUP BY reader
"""


def may_read(actor: Actor) -> bool:
    """True for whoever could write what is missing."""
    return actor.is_agent and actor.may_anywhere(Permission.WRITE_KNOWLEDGE)


def gaps(actor: Actor, since: date, until: date) -> list[Gap]:
    """Each audience from `since` to `until`, both included: what it asks of teams the actor handles
    tickets for, how much of that it may read, and what it searches in vain; who lacks most first.

    Of the newest five thousand tickets. NotFound for whoever writes nowhere.
    """
    if not may_read(actor):
        raise NotFound()
    known = {**scope.params(actor), **_between(since, until), "most": TICKETS}
    for unused in ("me", "sides", "organizations", "followed"):
        del known[unused]
    days = {"since": since, "until": until}
    asked = _counts(rows(_TOTALS, known))
    searched, readable = _counts(rows(_SEARCHED, days)), _readable()
    subjects, vain = _subjects(known, asked), _vain(days)
    found = [
        Gap(
            readers,
            asked[readers],
            readable[readers],
            searched[readers],
            ordered(subjects[readers]),
            tuple(vain[readers][:VAIN]),
        )
        for readers in READERS
    ]
    return sorted(found, key=lambda gap: -(gap.asked + gap.searched))


def _between(since: date, until: date) -> dict[str, datetime]:
    zone = ZoneInfo(clock.zone())
    return {
        "since": datetime.combine(since, time.min, zone),
        "until": datetime.combine(until + timedelta(days=1), time.min, zone),
    }


def _counts(found: list[Row]) -> defaultdict[str, int]:
    return defaultdict(int, {one["readers"]: int(one["n"]) for one in found})


def _readable() -> defaultdict[str, int]:
    kinds = [{"readers": readers, "words": list(words)} for readers, words in READERS.items()]
    told = {"kinds": json.dumps(kinds), "today": clock.today()}
    return _counts(rows(_READABLE, told))


def _subjects(
    known: dict[str, object], asked: defaultdict[str, int]
) -> defaultdict[str, list[Subject]]:
    found = rows(_SUBJECTS, {**known, "fewest": FEWEST, "candidates": _CANDIDATES})
    chosen: defaultdict[str, list[Row]] = defaultdict(list)
    for one in found:
        if is_telling(one["word"]) and len(chosen[one["readers"]]) < SUBJECTS:
            chosen[one["readers"]].append(one)
    told = [
        {"readers": readers, "words": list(READERS[readers]), "stem": one["stem"]}
        for readers, several in chosen.items()
        for one in several
    ]
    sent = {"subjects": json.dumps(told), "told": ARTICLES_TOLD, "today": clock.today()}
    articles = {(one["readers"], one["stem"]): one["n"] for one in rows(_ARTICLES, sent)}
    made: defaultdict[str, list[Subject]] = defaultdict(list)
    for readers, several in chosen.items():
        for one in several:
            reads = articles[readers, one["stem"]]
            made[readers].append(Subject(one["word"], one["n"], asked[readers], reads))
    return made


def _vain(days: dict[str, date]) -> defaultdict[str, list[Vain]]:
    made: defaultdict[str, list[Vain]] = defaultdict(list)
    for one in rows(_VAIN, days):
        made[one["readers"]].append(Vain(one["words"], int(one["times"]), one["last_on"]))
    return made
