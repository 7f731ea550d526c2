"""How many were asked in a wave and how many answered, by the groups frozen when they were asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from balcao.core.sql import rows, run
from balcao.measures.bands import band, banded_share

from . import rules
from .models import Turnout
from .rules import FROZEN, Group, Members

# Who asked a confidential team for something is counted there alone, as what they answer is.
_ASKED = """
    SELECT i.wave_id, i.has_answered, f.attributes,
        i.subject_type = 'ticket' AND m.is_confidential IS TRUE
            AND m.id IS DISTINCT FROM s.team_id AS is_apart
    FROM asking_invited i
    JOIN asking_wave w ON w.id = i.wave_id
    JOIN surveys_survey s ON s.id = w.survey_id
    LEFT JOIN asking_frozen f ON f.wave_id = i.wave_id AND f.person_id = i.person_id
    LEFT JOIN teams_team m ON m.id = (f.attributes->>'team')::bigint
    WHERE i.wave_id = ANY(%(waves)s::bigint[]) AND i.withdrawn_at IS NULL AND i.sent_at IS NOT NULL
"""
_COUNT = f"""
WITH asked AS ({_ASKED} AND NOT w.is_anonymous)
INSERT INTO results_turnout (wave_id, cut, value, asked, answered, reason, is_for_all)
SELECT a.wave_id, g.cut, left(g.value, 64), count(*), count(*) FILTER (WHERE a.has_answered), '', true
FROM asked a CROSS JOIN LATERAL (
    SELECT '' AS cut, '' AS value WHERE a.is_apart IS NOT TRUE
    UNION ALL SELECT e.key, e.value FROM jsonb_each_text(a.attributes) e
    WHERE e.key = ANY(%(cuts)s::text[]) AND (a.is_apart IS NOT TRUE OR e.key = 'team')
) g
GROUP BY 1, 2, 3
ON CONFLICT (wave_id, cut, value) DO UPDATE SET asked = excluded.asked, answered = excluded.answered
"""
ALONE = "SELECT pg_advisory_xact_lock(hashtext('results.facts'))"
_CLEAR = """
DELETE FROM results_turnout t USING asking_wave w
WHERE w.id = t.wave_id AND NOT w.is_anonymous AND w.id = ANY(%(waves)s::bigint[])
"""
_OPEN = "SELECT id FROM asking_wave WHERE state = 'open' AND NOT is_anonymous ORDER BY id"


@transaction.atomic
def count(waves: Iterable[int]) -> None:
    """Count these waves anew, as far as they are identified."""
    wanted = sorted(waves)
    if wanted:
        run(ALONE)
        run(_CLEAR, {"waves": wanted})
        run(_COUNT, {"waves": wanted, "cuts": [str(cut) for cut in FROZEN]})


def count_open() -> None:
    """Count every identified wave that still takes answers: more may have been asked."""
    count(one["id"] for one in rows(_OPEN))


def release(wave_id: int, k: int) -> None:
    """Of an anonymous wave what may be told: by group, past the gate over everybody asked."""
    people = rows(_ASKED, {"waves": [wave_id]})
    members = rules.groups([one["attributes"] or {} for one in people], crossed=())
    answered = frozenset(place for place, one in enumerate(people) if one["has_answered"])
    gate = rules.audited(members, frozenset(range(len(people))), k, decided=False)
    Turnout.objects.bulk_create(
        [
            _told(wave_id, group, behind, answered, k, group in gate.for_all)
            for group, behind in members.items()
            if group in gate.released
        ]
        + [
            Turnout(wave_id=wave_id, cut=group.cut, value=group.value, reason=str(why))
            for group, why in gate.hidden.items()
        ]
    )


def _told(
    wave_id: int, group: Group, behind: Members, answered: Members, k: int, is_for_all: bool
) -> Turnout:
    told = banded_share(len(behind & answered), len(behind), k=k)
    size = band(len(behind), k=k)
    return Turnout(
        wave_id=wave_id,
        cut=group.cut,
        value=group.value,
        share=told.value,
        low=told.low,
        high=told.high,
        fewest=size.fewest,
        most=size.most,
        is_for_all=is_for_all,
    )
