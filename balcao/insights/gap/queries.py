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

from .rules import (
    ARTICLES_TOLD,
    READERS,
    Found,
    Gap,
    Subject,
    Vain,
    ordered,
    spelt,
    subjects,
    words_of,
)

TICKETS = 5_000
SUBJECTS = 12
VAIN = 12
_PARTS = 500

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
_STEMS = """
SELECT told.word, (tsvector_to_array(balcao_stems(' ' || told.word || ' ')))[1] AS stem
FROM unnest(%(words)s::text[]) told(word)
"""
_READS = """a.state = 'published' AND a.audience && {words}
    AND ('internal' = ANY({words}) OR a.expires_on IS NULL OR a.expires_on >= %(today)s)"""
_READABLE = f"""
SELECT k.readers, (SELECT count(*) FROM knowledge_article a WHERE {_READS.format(words="k.words")}) AS n
FROM jsonb_to_recordset(%(kinds)s::jsonb) AS k(readers text, words varchar[])
"""
# A handful is counted, so the first parts that hold a subject are enough: a common one stands in all.
_ARTICLES = f"""
SELECT s.readers, s.stems, (SELECT least(count(DISTINCT found.id), %(told)s) FROM (
    SELECT a.id FROM knowledge_part p JOIN knowledge_article a ON a.id = p.article_id
    WHERE p.words @@ plainto_tsquery('simple', s.stems) AND {_READS.format(words="s.words")}
        AND (p.audience = '{{}}' OR p.audience && s.words) LIMIT {_PARTS}) found) AS n
FROM jsonb_to_recordset(%(subjects)s::jsonb) AS s(readers text, words varchar[], stems text)
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

    Of the newest five thousand tickets; a subject stands in three of them at least. NotFound for whoever writes nowhere.
    """
    if not may_read(actor):
        raise NotFound()
    known = {**scope.params(actor), **_between(since, until), "most": TICKETS}
    for unused in ("me", "sides", "organizations", "followed"):
        del known[unused]
    days = {"since": since, "until": until}
    asked = _asked(known)
    searched, readable = _counts(rows(_SEARCHED, days)), _readable()
    about, vain = _about(asked), _vain(days, spelt(one for told in asked.values() for one in told))
    found = [
        Gap(
            readers,
            len(asked[readers]),
            readable[readers],
            searched[readers],
            ordered(about[readers]),
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


def _asked(known: dict[str, object]) -> defaultdict[str, list[str]]:
    """The subjects of tickets by who asked."""
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for one in rows(_ASKED, known):
        asked[one["readers"]].append(one["subject"])
    return asked


def _about(asked: defaultdict[str, list[str]]) -> defaultdict[str, list[Subject]]:
    """What each audience asks about, and how much of it it may read."""
    words = {word for told in asked.values() for subject in told for word in words_of(subject)}
    stems = {
        one["word"]: one["stem"]
        for one in rows(_STEMS, {"words": sorted(words)})
        if one["stem"] is not None
    }
    found = {readers: subjects(told, stems, SUBJECTS) for readers, told in asked.items()}
    articles = _articles(found)
    made: defaultdict[str, list[Subject]] = defaultdict(list)
    for readers, several in found.items():
        for one in several:
            reads = articles[readers, " ".join(one.stems)]
            made[readers].append(Subject(one.words, one.n, len(asked[readers]), reads))
    return made


def _articles(found: dict[str, list[Found]]) -> dict[tuple[str, str], int]:
    """How many articles each audience may read of each of its subjects, by their stems."""
    told = [
        {"readers": readers, "words": list(READERS[readers]), "stems": " ".join(one.stems)}
        for readers, several in found.items()
        for one in several
    ]
    sent = {"subjects": json.dumps(told), "told": ARTICLES_TOLD, "today": clock.today()}
    return {(one["readers"], one["stems"]): one["n"] for one in rows(_ARTICLES, sent)}


def _vain(days: dict[str, date], spelling: dict[str, str]) -> defaultdict[str, list[Vain]]:
    """What was searched in vain, which is kept folded: spelt as those who asked write it."""
    made: defaultdict[str, list[Vain]] = defaultdict(list)
    for one in rows(_VAIN, days):
        words = " ".join(spelling.get(word, word) for word in one["words"].split())
        made[one["readers"]].append(Vain(words, int(one["times"]), one["last_on"]))
    return made
