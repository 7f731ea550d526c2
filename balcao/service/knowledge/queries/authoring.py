from __future__ import annotations

from typing import Any

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences
from balcao.register.people.rules import INTERNAL_KINDS

from .. import rules, scope

LISTED = 50
_CALLED = "coalesce(nullif({p}.preferred_name, ''), split_part({p}.name, ' ', 1))"
_NEWEST = """
JOIN LATERAL (SELECT x.language, x.number, x.title, x.summary, x.is_published, x.at
    FROM knowledge_text x WHERE x.article_id = a.id
    ORDER BY x.language = a.language DESC, x.number DESC LIMIT 1) n ON true
"""
_MINE = f"""
SELECT a.id, a.slug, a.state, a.team_id, a.owner_id, a.category_id, a.audience, a.language,
    a.review_on, a.reviewed_on, a.expires_on, a.submitted_at, a.published_at, a.withdrawn_at,
    a.created_at, a.helped, a.unhelpful, m.name AS team, {_CALLED.format(p="o")} AS owner,
    n.title, n.number, n.at AS written_at, c.names AS category_names,
    ARRAY(SELECT DISTINCT y.language FROM knowledge_text y WHERE y.article_id = a.id
          ORDER BY y.language) AS languages,
    EXISTS (SELECT FROM knowledge_text y WHERE y.article_id = a.id AND y.number > coalesce(
        (SELECT z.number FROM knowledge_text z WHERE z.article_id = a.id
         AND z.language = y.language AND z.is_published), 0)) AS has_news,
    (SELECT min(y.publish_at) FROM knowledge_text y WHERE y.article_id = a.id) AS publish_at
FROM knowledge_article a {_NEWEST}
JOIN teams_team m ON m.id = a.team_id
LEFT JOIN people_person o ON o.id = a.owner_id
LEFT JOIN knowledge_category c ON c.id = a.category_id
WHERE {scope.WRITES}
"""
_TEXTS = f"""
SELECT x.id, x.language, x.number, x.title, x.summary, x.body, x.at, x.is_published,
    x.published_at, x.publish_at, {_CALLED.format(p="w")} AS author
FROM knowledge_text x LEFT JOIN people_person w ON w.id = x.author_id
WHERE x.article_id = %(article)s
"""
# Of what others of the team named, only what this writer reads or writes too.
_RELATED = f"""
SELECT a.id, a.slug, n.title, a.state, a.audience FROM knowledge_article a {_NEWEST}
JOIN knowledge_article_related r ON r.to_article_id = a.id
WHERE r.from_article_id = %(article)s AND {scope.NAMES} ORDER BY r.id
"""


def mine(
    actor: Actor,
    *,
    state: str = "",
    words: str = "",
    before: int | None = None,
    limit: int = LISTED,
) -> tuple[list[Row], int | None]:
    """Articles of the teams one writes for, newest first, and what `before` gives the next ones.

    `words` are looked for in titles, each of them.
    """
    known = {**scope.writing(actor), "limit": limit + 1}
    sql = _MINE
    if state:
        sql += " AND a.state = %(state)s"
        known["state"] = state
    for number, word in enumerate(text.fold(words).split()[:6]):
        sql += f" AND position(%(word{number})s in balcao_fold(n.title)) > 0"
        known[f"word{number}"] = word
    if before is not None:
        sql += " AND a.id < %(before)s"
        known["before"] = before
    found = rows(f"{sql} ORDER BY a.id DESC LIMIT %(limit)s", known)
    shown = found[:limit]
    return shown, shown[-1]["id"] if len(found) > limit else None


def draft(actor: Actor, article_id: int) -> Row:
    """An article as its writers have it: its properties and the newest version of each language.

    `texts` by language; `related` (id, slug, title, state, audience) as far as the actor reads or writes
    them; `may_publish`. NotFound for whoever does not write it.
    """
    found = row(f"{_MINE} AND a.id = %(article)s", {**scope.writing(actor), "article": article_id})
    if found is None:
        raise NotFound()
    newest: dict[str, Row] = {}
    published: dict[str, int] = {}
    for one in rows(f"{_TEXTS} ORDER BY x.number", {"article": article_id}):
        newest[one["language"]] = one
        if one["is_published"]:
            published[one["language"]] = one["number"]
    found["texts"], found["published"] = newest, published
    found["related"] = rows(_RELATED, {**scope.naming(actor), "article": article_id})
    found["may_publish"] = actor.may(Permission.PUBLISH_KNOWLEDGE, found["team_id"])
    found["freshness"] = rules.freshness(clock.today(), found["review_on"], found["expires_on"])
    return found


def numbered(actor: Actor, slug: str) -> int:
    """The id of an article one writes; NotFound for any other."""
    found = row(
        f"SELECT a.id FROM knowledge_article a WHERE a.slug = %(slug)s AND {scope.WRITES}",
        {**scope.writing(actor), "slug": slug},
    )
    if found is None:
        raise NotFound()
    return int(found["id"])


def history(actor: Actor, article_id: int) -> list[Row]:
    """Every version of an article one writes, the newest first, without its body."""
    draft(actor, article_id)
    found = rows(f"{_TEXTS} ORDER BY x.id DESC", {"article": article_id})
    return [{name: value for name, value in one.items() if name != "body"} for one in found]


def compare(
    actor: Actor, article_id: int, language: str, before: int, after: int
) -> tuple[Row, Row, list[tuple[str, str]]]:
    """Two versions of an article one writes, and their lines: each with " ", "-" or "+"."""
    draft(actor, article_id)
    found = {
        one["number"]: one
        for one in rows(
            f"{_TEXTS} AND x.language = %(language)s AND x.number = ANY(%(numbers)s)",
            {"article": article_id, "language": language, "numbers": [before, after]},
        )
    }
    if before not in found or after not in found:
        raise NotFound()
    told = rules.differences(_lines(found[before]), _lines(found[after]))
    return found[before], found[after], told


def preview(actor: Actor, body: str, viewed: str, *, article_id: int | None = None) -> str:
    """The HTML that a kind of reader would get of this Markdown; "all" is for its writers.

    Pictures are those of an article one writes. Invalid where a part is not understood.
    """
    if article_id is not None:
        draft(actor, article_id)
    known = [one["id"] for one in pictures(actor, article_id)] if article_id else []
    words = {audiences.PUBLIC, viewed}
    if viewed in {str(kind) for kind in INTERNAL_KINDS}:
        words.add(audiences.INTERNAL)
    anchors: set[str] = set()
    shown = []
    for piece in rules.pieces(body[: rules.BODY_MOST]):
        if viewed == "all" or not piece.audience or words & set(piece.audience):
            html = rules.rendered(piece.body, known, anchors).html
            shown.append(rules.set_apart(html) if piece.audience else html)
    return "\n".join(shown)


def pictures(actor: Actor, article_id: int | None) -> list[Row]:
    """The pictures of an article one writes, newest first, each with its `address`."""
    found = rows(
        "SELECT c.id, c.name, c.size FROM knowledge_picture c"
        f" JOIN knowledge_article a ON a.id = c.article_id AND {scope.WRITES}"
        " WHERE c.article_id = %(article)s ORDER BY c.at DESC, c.id",
        {**scope.writing(actor), "article": article_id},
    )
    return [{**one, "address": rules.picture_address(one["id"])} for one in found]


def all_categories(actor: Actor) -> list[Row]:
    """Every shelf with its `depth` (0 at the top) and how many articles of any state are on it, in
    order; for whoever writes somewhere, nothing for others."""
    if not actor.may_anywhere(Permission.WRITE_KNOWLEDGE):
        return []
    return rows(
        "WITH RECURSIVE tree AS ("
        " SELECT c.*, 0 AS depth, ARRAY[lpad(c.position::text, 5, '0') || c.slug] AS place"
        " FROM knowledge_category c WHERE c.parent_id IS NULL"
        " UNION ALL SELECT c.*, t.depth + 1, t.place || (lpad(c.position::text, 5, '0') || c.slug)"
        " FROM knowledge_category c JOIN tree t ON c.parent_id = t.id)"
        " SELECT t.id, t.parent_id, t.slug, t.names, t.position, t.depth,"
        " (SELECT count(*) FROM knowledge_article a WHERE a.category_id = t.id) AS articles"
        " FROM tree t ORDER BY t.place"
    )


def shelves(actor: Actor) -> list[tuple[int, str]]:
    """The same to choose from: id and name in the actor's language, indented by depth."""
    return [
        (
            one["id"],
            "\N{EM SPACE}" * one["depth"] + rules.name_in(one["names"], actor.language),
        )
        for one in all_categories(actor)
    ]


def writable_teams(actor: Actor) -> list[Row]:
    """The teams for which one writes: id, name, `may_publish`."""
    found: list[dict[str, Any]] = rows(
        "SELECT id, name FROM teams_team WHERE is_active"
        " AND (%(every)s OR id = ANY(%(writing)s)) ORDER BY name",
        scope.writing(actor),
    )
    for one in found:
        one["may_publish"] = actor.may(Permission.PUBLISH_KNOWLEDGE, one["id"])
    return found


def _lines(text: Row) -> list[str]:
    return [text["title"], text["summary"], "", *text["body"].split("\n")]
