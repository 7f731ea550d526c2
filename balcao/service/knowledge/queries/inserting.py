"""Articles put into a reply: as much of them as whoever gets the reply may read, and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from balcao.core.actor import Actor
from balcao.core.sql import Row, rows

from .. import rules, scope

_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_OWN_LINK = re.compile(r"\]\((/[^)\s]*)\)")
_FOR_READER = f"""
SELECT a.id, a.slug, t.title, t.language, b.body,
    ARRAY(SELECT p.position FROM knowledge_part p
          WHERE p.text_id = t.id AND {scope.READS_PART} ORDER BY p.position) AS parts,
    (SELECT count(*) FROM knowledge_part p WHERE p.text_id = t.id) AS all_parts
FROM knowledge_article a {scope.SHOWN_TEXT} JOIN knowledge_text b ON b.id = t.id
WHERE a.id = ANY(%(ids)s::bigint[]) AND {scope.READS}
"""


def insertable(
    actor: Actor, reader: Actor, article_ids: Sequence[int], base_url: str
) -> dict[int, Row]:
    """Of articles that the actor reads those that `reader` reads too, by id: `slug`, `title`, and as
    `text` the Markdown of the reader's parts alone; `is_whole` where the actor gets no more.

    Pictures are left out of the text, and links of ours begin with `base_url`.
    """
    mine = {
        one["id"]: one
        for one in rows(_FOR_READER, {**scope.params(actor), "ids": list(article_ids)})
    }
    theirs = rows(_FOR_READER, {**scope.params(reader, reader.language), "ids": [*mine]})
    told: dict[int, Row] = {}
    for one in theirs:
        pieces = rules.pieces(one["body"])
        # What is inserted is read by both: the one who sends it answers for it.
        kept = [place for place in one["parts"] if place in mine[one["id"]]["parts"]]
        # Parts were cut when it was published: were they cut otherwise now, none is sent.
        is_same = len(pieces) == one["all_parts"]
        words = "\n\n".join(pieces[place].body for place in kept) if is_same else ""
        told[one["id"]] = {
            "slug": one["slug"],
            "title": one["title"],
            "text": _plain(words, base_url),
            "is_whole": len(kept) == one["all_parts"],
        }
    return told


def _plain(words: str, base_url: str) -> str:
    """Markdown as a reply holds it: no pictures, headings in bold, links that lead here from a mail."""
    bare = _HEADING.sub(r"**\1**", _PICTURE.sub(r"\1", words))
    return _OWN_LINK.sub(lambda found: f"]({base_url}{found[1]})", bare).strip()
