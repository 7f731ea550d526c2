"""What was said and what was done: for who writes it, and for whom it is told."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.listening.results import scope

from .. import readers as reading
from ..models import Told

LISTED = 20
_TOLD = f"""
SELECT n.id, n.survey_id, n.wave_id, n.since_on, n.until_on, n.said, n.did, n.acted_on,
    n.question_id, n.compare_days, n.kept, n.looked_on, n.created_at, n.published_at,
    s.name AS survey, s.side, s.is_anonymous, s.is_edited, w.number AS wave,
    q.key, q.kind, q.words, q.options,
    coalesce(nullif(p.preferred_name, ''), p.name) AS published_by,
    (SELECT count(*) FROM loop_toldreader r WHERE r.told_id = n.id) AS readers
FROM ({scope.SURVEYS}) s JOIN loop_told n ON n.survey_id = s.id
LEFT JOIN asking_wave w ON w.id = n.wave_id
LEFT JOIN surveys_question q ON q.id = n.question_id
LEFT JOIN people_person p ON p.id = n.published_by_id
WHERE (n.published_at IS NOT NULL OR s.is_edited)
"""
_TO = """
SELECT n.id, n.said, n.did, n.acted_on, n.question_id, n.compare_days, n.kept, n.published_at,
    s.side, s.is_anonymous, q.key, q.kind, q.words, q.options
FROM loop_toldreader r JOIN loop_told n ON n.id = r.told_id
JOIN surveys_survey s ON s.id = n.survey_id
LEFT JOIN surveys_question q ON q.id = n.question_id
WHERE r.person_id = %(me)s AND s.side = ANY(%(sides)s) AND n.published_at IS NOT NULL
    AND (%(before)s::bigint IS NULL OR n.id < %(before)s::bigint)
ORDER BY n.id DESC LIMIT %(limit)s
"""


def told_list(
    actor: Actor,
    *,
    survey_id: int | None = None,
    before: int | None = None,
    limit: int = LISTED,
) -> tuple[list[Row], int | None]:
    """What was told of surveys whose numbers one may read, of one of them or of all, and drafts of
    those one may edit; the latest first, and what `before` gives the next ones."""
    found = rows(
        _TOLD + " AND (%(before)s::bigint IS NULL OR n.id < %(before)s::bigint)"
        " AND (%(survey)s::bigint IS NULL OR n.survey_id = %(survey)s::bigint)"
        " ORDER BY n.id DESC LIMIT %(limit)s",
        {**scope.params(actor), "before": before, "survey": survey_id, "limit": limit + 1},
    )
    return found[:limit], found[limit - 1]["id"] if len(found) > limit else None


def told(actor: Actor, told_id: int) -> Row:
    """One of them; NotFound outside the scope."""
    found = row(_TOLD + " AND n.id = %(told)s", {**scope.params(actor), "told": told_id})
    if found is None:
        raise NotFound()
    return found


def readers(actor: Actor, told_id: int) -> int:
    """How many would read it if it were told now; for who may edit its survey, else NotFound."""
    if not told(actor, told_id)["is_edited"]:
        raise NotFound()
    return len(reading.audience(Told.objects.get(pk=told_id)))


def told_to(
    actor: Actor, *, before: int | None = None, limit: int = LISTED
) -> tuple[list[Row], int | None]:
    """What the actor was told under these hats, the latest first, and what `before` gives the next."""
    found = rows(
        _TO,
        {
            "me": actor.person_id or 0,
            "sides": actor.sides,
            "before": before,
            "limit": limit + 1,
        },
    )
    return found[:limit], found[limit - 1]["id"] if len(found) > limit else None
