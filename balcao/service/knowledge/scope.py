"""Who reads an article and each of its parts, and who writes it: once, in SQL.

`a` is the article, `p` the part. Who acts for the team an article belongs to reads it whole, for
whomever it is: they answer for it. Everybody else reads by audience alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import row, rows
from balcao.register.access import audiences

from .models import Article

_OWN = "a.team_id = ANY(%(own)s)"
IN_AUDIENCE = f"({audiences.reads('a.audience')} OR {_OWN})"
# What has expired is a warning to those inside, and gone for those outside.
NOT_EXPIRED = "(%(inside)s OR a.expires_on IS NULL OR a.expires_on >= %(today)s)"
READS = f"(a.state = 'published' AND {NOT_EXPIRED} AND {IN_AUDIENCE})"
READS_PART = f"(p.audience = '{{}}' OR {audiences.reads('p.audience')} OR {_OWN})"
WRITES = "(%(every)s OR a.team_id = ANY(%(writing)s))"
# What an actor may name beside an article of theirs.
NAMES = f"({READS} OR {WRITES})"
# The text shown of an article: in the reader's language, else in that it was written in.
SHOWN_TEXT = """
JOIN LATERAL (
    SELECT x.id, x.language, x.number, x.title, x.summary, x.published_at FROM knowledge_text x
    WHERE x.article_id = a.id AND x.is_published
    ORDER BY x.language = %(language)s DESC, x.language = a.language DESC, x.language LIMIT 1) t ON true
"""


def params(actor: Actor, language: str = "") -> dict[str, Any]:
    """What the conditions need to know of the reader; the language is theirs unless another is said."""
    told = audiences.params(actor)
    return {
        **told,
        "own": actor.team_ids,
        "inside": actor.is_system or audiences.INTERNAL in told["words"],
        "today": clock.today(),
        "language": language or actor.language,
    }


def writing(actor: Actor) -> dict[str, Any]:
    """What the condition WRITES needs to know of the actor."""
    return {
        "every": actor.is_system,
        "writing": actor.teams_where(Permission.WRITE_KNOWLEDGE),
    }


def naming(actor: Actor) -> dict[str, Any]:
    """What the condition NAMES needs to know of the actor."""
    known = params(actor)
    del known["language"]
    return {**known, **writing(actor)}


def written(actor: Actor, article_id: int) -> Article:
    """An article one may write, held for a change; NotFound else."""
    told = row(
        f"SELECT a.id FROM knowledge_article a WHERE a.id = %(article)s AND {WRITES} FOR UPDATE",
        {**writing(actor), "article": article_id},
    )
    if told is None:
        raise NotFound()
    return Article.objects.get(pk=told["id"])


def nameable(actor: Actor, ids: Iterable[int]) -> list[int]:
    """Of these articles those that the actor reads or writes."""
    found = rows(
        f"SELECT a.id FROM knowledge_article a WHERE a.id = ANY(%(ids)s::bigint[]) AND {NAMES}",
        {**naming(actor), "ids": list(ids)},
    )
    return [one["id"] for one in found]
