from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import run
from balcao.register.access import audiences

from .. import rules, scope

_MOST_A_VISIT = 30


@transaction.atomic
def note_shown(actor: Actor, visit: UUID, article_ids: Iterable[int]) -> None:
    """These articles were suggested to somebody who is writing a request; of those one may read."""
    run(
        'INSERT INTO knowledge_shown (visit, article_id, readers, "on", was_opened, outcome)'
        " SELECT %(visit)s, a.id, %(readers)s, %(on)s, false, '' FROM knowledge_article a"
        f" WHERE a.id = ANY(%(ids)s::bigint[]) AND {scope.READS}"
        " AND (SELECT count(*) FROM knowledge_shown s WHERE s.visit = %(visit)s) < %(most)s"
        " ON CONFLICT DO NOTHING",
        {
            **_known(actor),
            "visit": visit,
            "ids": list(article_ids),
            "readers": rules.readers_of(audiences.words(actor))[0],
            "on": clock.today(),
            "most": _MOST_A_VISIT,
        },
    )


@transaction.atomic
def note_opened(actor: Actor, visit: UUID, slug: str) -> None:
    """One of the suggested articles was opened."""
    run(
        "UPDATE knowledge_shown s SET was_opened = true FROM knowledge_article a"
        f" WHERE a.id = s.article_id AND s.visit = %(visit)s AND a.slug = %(slug)s AND {scope.READS}",
        {**_known(actor), "visit": visit, "slug": slug},
    )


@transaction.atomic
def note_outcome(actor: Actor, visit: UUID, outcome: str) -> None:
    """The writer sent the request ("sent"), or says the articles answered it ("answered")."""
    if outcome in dict(rules.OUTCOMES):
        run(
            "UPDATE knowledge_shown SET outcome = %(outcome)s WHERE visit = %(visit)s",
            {"visit": visit, "outcome": outcome},
        )


def _known(actor: Actor) -> dict[str, object]:
    told = scope.params(actor)
    del told["language"]
    return told
