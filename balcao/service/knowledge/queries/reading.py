from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import NotFound, Refusal
from balcao.core.sql import Row, row, rows

from .. import rules, scope

RELATED = 4
# What its writers named comes first, then what stands on the same shelf and helped most.
_BESIDE = f"""
    WITH near AS (
        (SELECT a.id, n.id AS place, a.helped - a.unhelpful AS worth
         FROM knowledge_article_related n JOIN knowledge_article a ON a.id = n.to_article_id
         WHERE n.from_article_id = {{article}} AND a.id <> {{article}} AND {scope.READS}
         ORDER BY n.id LIMIT {RELATED})
        UNION ALL
        (SELECT a.id, NULL, a.helped - a.unhelpful FROM knowledge_article a
         WHERE a.category_id = {{category}} AND a.id <> {{article}} AND {scope.READS}
         ORDER BY a.helped - a.unhelpful DESC, a.id DESC LIMIT {2 * RELATED})
    ),
    once AS (SELECT DISTINCT ON (id) id, place, worth FROM near ORDER BY id, place NULLS LAST)
    SELECT a.slug, t.title, t.summary, o.place, o.worth, o.id
    FROM (SELECT * FROM once ORDER BY place NULLS LAST, worth DESC, id DESC LIMIT {RELATED}) o
    JOIN knowledge_article a ON a.id = o.id {scope.SHOWN_TEXT}
"""
_BEST_FIRST = "place NULLS LAST, worth DESC, id DESC"
_RELATED = (
    "SELECT slug, title, summary FROM ("
    + _BESIDE.format(article="%(article)s::bigint", category="%(category)s::bigint")
    + f") beside ORDER BY {_BEST_FIRST}"
)
_ABOVE = """
    WITH RECURSIVE above AS (
        SELECT c.parent_id, c.slug, c.names, 0 AS depth FROM knowledge_category c
        WHERE c.id = one.category_id
        UNION ALL SELECT c.parent_id, c.slug, c.names, a.depth + 1
        FROM knowledge_category c JOIN above a ON c.id = a.parent_id
    )
    SELECT slug, names, depth FROM above
"""
# All of a page in one statement: the article, what leads to it, and what stands beside it.
_ARTICLE = f"""
WITH one AS MATERIALIZED (
    SELECT a.id, a.slug, a.review_on, a.reviewed_on, a.expires_on, a.published_at, a.category_id,
        a.audience = '{{public}}' AS is_public, t.id AS text_id, t.language, t.title, t.summary,
        t.published_at AS updated_at, o.public_name AS team,
        ARRAY(SELECT y.language FROM knowledge_text y
              WHERE y.article_id = a.id AND y.is_published ORDER BY y.language) AS languages,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('html', p.html, 'words', p.word_count,
                'is_restricted', p.audience <> '{{}}') ORDER BY p.position), '[]')
         FROM knowledge_part p WHERE p.text_id = t.id AND {scope.READS_PART}) AS parts
    FROM knowledge_article a {scope.SHOWN_TEXT} JOIN teams_team o ON o.id = a.team_id
    WHERE a.slug = %(slug)s AND {scope.READS}
)
SELECT one.*,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'names', names)
        ORDER BY depth DESC), '[]') FROM ({_ABOVE}) above) AS shelves,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'title', title,
        'summary', summary) ORDER BY {_BEST_FIRST}), '[]')
     FROM ({_BESIDE.format(article="one.id", category="one.category_id")}) beside) AS related
FROM one
"""
_WITHDRAWN = f"""
SELECT a.id, a.category_id FROM knowledge_article a
WHERE a.slug = %(slug)s AND a.state = 'withdrawn' AND a.published_at IS NOT NULL
    AND {scope.IN_AUDIENCE}
"""
_PICTURE = f"""
SELECT c.id, c.key, c.content_type, c.size,
    bool_or(a.audience = '{{public}}' AND p.audience = '{{}}') AS is_public
FROM knowledge_picture c JOIN knowledge_article a ON a.id = c.article_id
LEFT JOIN knowledge_part p ON p.article_id = a.id AND c.id = ANY(p.pictures)
    AND {scope.READS} AND {scope.READS_PART}
WHERE c.id = %(picture)s AND (p.id IS NOT NULL OR {scope.WRITES})
GROUP BY c.id
"""


class Gone(Refusal):
    """An article its readers knew was withdrawn; `related` holds what else they may read of it."""

    status = 410
    default = _("This article was withdrawn: what it said may not be right any more.")

    def __init__(self, related: list[Row]) -> None:
        super().__init__()
        self.related = related


def article(actor: Actor, slug: str, language: str = "") -> Row:
    """An article as far as the actor reads it, in that language or else the one it was written in.

    `html` holds the parts the actor reads; `freshness`, `reviewed_on` and `expires_on` say how far
    it can be relied upon; `shelves` (slug, name) lead to it, the outermost first; `related` (slug,
    title, summary), `languages`, `reading_minutes`; `etag` is made of the answer itself. One
    statement. NotFound outside the audience; Gone when it was withdrawn.
    """
    known = scope.params(actor, language)
    found = row(_ARTICLE, {**known, "slug": slug})
    if found is None:
        raise _missing(actor, known, slug)
    parts = found.pop("parts")
    today = known["today"]
    words = sum(part["words"] for part in parts)
    found["html"] = "\n".join(
        rules.set_apart(part["html"]) if part["is_restricted"] else part["html"] for part in parts
    )
    found["has_restricted"] = any(part["is_restricted"] for part in parts)
    found["reading_minutes"] = max(1, -(-words // rules.WORDS_A_MINUTE))
    found["freshness"] = rules.freshness(today, found["review_on"], found["expires_on"])
    found["shelves"] = [
        {"slug": one["slug"], "name": rules.name_in(one["names"], known["language"])}
        for one in found["shelves"]
    ]
    told = json.dumps({**found, "today": today}, default=str, sort_keys=True)
    found["etag"] = salted_hmac("balcao.knowledge.article", told).hexdigest()[:24]
    return found


def related(
    actor: Actor, article_id: int, category_id: int | None, language: str = ""
) -> list[Row]:
    """What else is worth reading beside an article, of what the actor reads; at most four."""
    return rows(
        _RELATED,
        {
            **scope.params(actor, language),
            "article": article_id,
            "category": category_id,
        },
    )


def picture(actor: Actor, picture_id: UUID) -> Row:
    """A picture of a part the actor reads, or of an article the actor writes; NotFound else.

    `is_public` says that everybody may see it.
    """
    known = scope.params(actor)
    del known["language"]
    found = row(_PICTURE, {**known, **scope.writing(actor), "picture": picture_id})
    if found is None:
        raise NotFound()
    return {**found, "is_public": bool(found["is_public"])}


def _missing(actor: Actor, known: dict[str, Any], slug: str) -> Refusal:
    told = {name: value for name, value in known.items() if name in ("every", "words", "own")}
    gone = row(_WITHDRAWN, {**told, "slug": slug})
    if gone is None:
        return NotFound()
    return Gone(related(actor, gone["id"], gone["category_id"], known["language"]))
