from __future__ import annotations

from typing import Any

from balcao.core.actor import Actor
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, rows

from .. import rules, scope

LISTED = 30
_UNDER = """
WITH RECURSIVE under AS (
    SELECT id FROM knowledge_category WHERE slug = %(category)s
    UNION ALL SELECT c.id FROM knowledge_category c JOIN under u ON c.parent_id = u.id
)
"""
_LIST = f"""
SELECT a.id, a.slug, a.category_id, a.published_at, a.review_on, a.reviewed_on, a.expires_on,
    a.audience = '{{public}}' AS is_public, t.language, t.title, t.summary,
    t.published_at AS updated_at
FROM knowledge_article a {scope.SHOWN_TEXT}
WHERE {scope.READS}
"""
_COUNTS = f"""
SELECT c.id, c.parent_id, c.slug, c.names, c.position, coalesce(n.own, 0) AS own
FROM knowledge_category c LEFT JOIN (
    SELECT a.category_id, count(*) AS own FROM knowledge_article a WHERE {scope.READS}
    GROUP BY a.category_id) n ON n.category_id = c.id
ORDER BY c.position, c.slug
"""
_ADDRESSES = f"""
SELECT a.id, a.slug, array_agg(t.language ORDER BY t.language) AS languages,
    max(t.published_at) AS updated_at
FROM knowledge_article a JOIN knowledge_text t ON t.article_id = a.id AND t.is_published
WHERE {scope.READS} AND a.id > %(after)s GROUP BY a.id ORDER BY a.id LIMIT %(limit)s
"""
_STEPS = f"""
SELECT told.id FROM (SELECT a.id, row_number() OVER (ORDER BY a.id) AS place,
        count(*) OVER () AS total FROM knowledge_article a WHERE {scope.READS}) told
WHERE told.place %% %(step)s = 0 AND told.place < told.total ORDER BY told.id
"""


def addresses(actor: Actor, *, limit: int, after: int = 0) -> list[Row]:
    """Of all that the actor reads, by rising id from `after` on: id, slug, the languages it is there in,
    updated_at."""
    known = scope.params(actor)
    del known["language"]
    return rows(_ADDRESSES, {**known, "limit": limit, "after": after})


def every(actor: Actor, step: int) -> list[int]:
    """Ids of articles that the actor reads, one after each `step` of them: after these a further part of
    a long list begins."""
    known = scope.params(actor)
    del known["language"]
    return [one["id"] for one in rows(_STEPS, {**known, "step": step})]


def articles(
    actor: Actor,
    *,
    category: str | None = None,
    language: str = "",
    cursor: str | None = None,
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """Articles the actor reads, the latest published first, and the cursor of the next ones.

    `category` is the slug of one, with all under it. Invalid for a foreign cursor.
    """
    known = {**scope.params(actor, language), "limit": max(1, min(limit, 100)) + 1}
    sql = _LIST
    if category is not None:
        sql = f"{_UNDER} {sql} AND a.category_id IN (SELECT id FROM under)"
        known["category"] = category
    if cursor:
        known["at"], known["last"] = read_cursor(cursor)
        sql += " AND (a.published_at, a.id) < (%(at)s, %(last)s::bigint)"
    found = rows(f"{sql} ORDER BY a.published_at DESC, a.id DESC LIMIT %(limit)s", known)
    shown = found[: known["limit"] - 1]
    for one in shown:
        one["freshness"] = rules.freshness(known["today"], one["review_on"], one["expires_on"])
    if len(found) <= len(shown):
        return shown, None
    return shown, write_cursor(shown[-1]["published_at"], shown[-1]["id"])


def categories(actor: Actor, language: str = "") -> list[Row]:
    """The shelves on which there is something for the actor, as a tree: each with `name`, `slug`,
    `count` (with all under it) and `children`."""
    known = scope.params(actor, language)
    spoken = known.pop("language")
    found = rows(_COUNTS, known)
    by_parent: dict[int | None, list[Row]] = {}
    for one in found:
        by_parent.setdefault(one["parent_id"], []).append(one)
    return _tree(by_parent, None, spoken)


def _tree(by_parent: dict[int | None, list[Row]], parent: int | None, language: str) -> list[Row]:
    shelves = []
    for one in by_parent.get(parent, []):
        children = _tree(by_parent, one["id"], language)
        count = one["own"] + sum(child["count"] for child in children)
        if count:
            shelves.append(_shelf(one, language, count, children))
    return shelves


def _shelf(one: Row, language: str, count: int, children: list[Row]) -> dict[str, Any]:
    return {
        "id": one["id"],
        "slug": one["slug"],
        "parent_id": one["parent_id"],
        "name": rules.name_in(one["names"], language),
        "count": count,
        "children": children,
    }
