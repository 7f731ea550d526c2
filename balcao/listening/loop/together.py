"""What many said together becomes a task: only what results released, and only beyond doubt.

No single answer is looked at. Of an anonymous wave only what also those may see who answered in it.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from balcao.core import clock
from balcao.core.sql import Row, row, rows
from balcao.listening.themes import reading as themes
from balcao.measures.scores import Estimate

from . import rules
from .models import Task
from .opening import open_together, terms_of
from .owners import owner_of

_RULE = """
LEFT JOIN LATERAL (
    SELECT r.* FROM loop_rule r WHERE r.when = {when} AND r.kind = {kind}
        AND (r.survey_id = s.id OR r.survey_id IS NULL)
    ORDER BY r.survey_id NULLS LAST LIMIT 1
) r ON true
"""
_TERMS = """
r.id AS rule_id, r.threshold, r.target_hours, r.target_days, r.playbook, r.team_id, r.owner_id,
r.is_active, s.id AS survey_id, s.side, s.is_anonymous, s.team_id AS survey_team,
s.owner_id AS survey_owner
"""
# Everybody together, and each team: the highest that the number may be lies under the limit.
_CELLS = f"""
SELECT c.wave_id, c.question_id, c.cut, c.value, c.high, q.kind, {_TERMS}
FROM results_cell c JOIN asking_wave w ON w.id = c.wave_id
JOIN surveys_survey s ON s.id = w.survey_id
JOIN surveys_question q ON q.id = c.question_id
{_RULE.format(when="'cell'", kind="q.kind")}
WHERE c.wave_id = %(wave)s AND c.part = '' AND c.cut IN ('', 'team') AND c.crossed_cut = ''
    AND c.is_for_all AND (q.kind = 'enps'
        OR (q.kind = 'scale' AND jsonb_array_length(q.options->'labels') = 5))
ORDER BY c.cut, c.value, c.high, q.id
"""
_THEME = f"""
SELECT {_TERMS}, h.key FROM surveys_survey s JOIN themes_theme h ON h.id = %(theme)s
{_RULE.format(when="'theme'", kind="''")}
WHERE s.id = %(survey)s AND h.retired_at IS NULL
"""
_THEME_CELLS = """
SELECT DISTINCT ON (c.cut, c.value) c.wave_id, c.question_id, c.cut, c.value, c.low
FROM themes_themecell c JOIN asking_wave w ON w.id = c.wave_id
WHERE w.survey_id = %(survey)s AND c.theme_id = %(theme)s AND c.is_for_all
    AND c.cut IN ('', 'team') AND w.id = (SELECT o.id FROM asking_wave o
        WHERE o.survey_id = %(survey)s AND o.state = 'closed' ORDER BY o.number DESC LIMIT 1)
ORDER BY c.cut, c.value, c.edition DESC, c.low DESC
"""
_KNOWN = """
SELECT FROM loop_task k WHERE k.survey_id = %(survey)s AND k.when = %(when)s
    AND k.wave_id IS NOT DISTINCT FROM %(wave)s::bigint
    AND k.theme_id IS NOT DISTINCT FROM %(theme)s::bigint
    AND k.cut = %(cut)s AND k.value = %(value)s
    AND (k.wave_id IS NOT NULL OR k.ended_at IS NULL OR k.ended_at > %(lately)s)
"""
_TENTH = Decimal("0.1")


def open_for_wave(wave_id: int) -> list[Task]:
    """Tasks of the numbers of a wave that lie surely under their limit: of each group its lowest."""
    made: dict[tuple[str, str], Task] = {}
    for one in rows(_CELLS, {"wave": wave_id}):
        group = (one["cut"], one["value"])
        terms = _terms(one, one["kind"])
        if group in made or not terms.is_active or _exact(one["high"]) >= terms.threshold:
            continue
        if task := _opened(one, terms, rules.When.CELL, _exact(one["high"])):
            made[group] = task
    return list(made.values())


def open_for_theme(survey_id: int, theme_id: int) -> list[Task]:
    """Tasks of a theme that surely more of those who wrote speak of than its limit allows."""
    told = row(_THEME, {"survey": survey_id, "theme": theme_id})
    if told is None:
        return []
    terms = _terms(told, rules.THEME)
    if not terms.is_active:
        return []
    asked = {"survey": survey_id, "theme": theme_id}
    found = rows(_THEME_CELLS, asked) if told["is_anonymous"] else _named(survey_id, theme_id)
    made = [
        _opened({**told, **one, "theme_id": theme_id}, terms, rules.When.THEME, low)
        for one in found
        if (low := _exact(100 * one["low"])) > terms.threshold
    ]
    return [task for task in made if task is not None]


def _named(survey_id: int, theme_id: int) -> list[Row]:
    """Under names, where enough wrote and spoke of it that nobody stands alone."""
    share = themes.over_limit(survey_id, theme_id, days=rules.THEME_DAYS)
    if share is None or not isinstance(share.told, Estimate):
        return []
    if share.told.n < rules.FEWEST_WROTE or (share.found or 0) < rules.FEWEST_SPOKE:
        return []
    return [{"wave_id": None, "question_id": None, "cut": "", "value": "", "low": share.told.low}]


def _terms(one: Row, name: str) -> rules.Terms:
    return terms_of({**one, "kind": name})


def _opened(one: Row, terms: rules.Terms, when: rules.When, score: Decimal) -> Task | None:
    known: dict[str, Any] = {
        "survey": one["survey_id"],
        "when": str(when),
        "wave": one["wave_id"],
        "theme": one.get("theme_id"),
        "cut": one["cut"],
        "value": one["value"],
        "lately": clock.now() - timedelta(days=rules.THEME_DAYS),
    }
    if row(_KNOWN, known) is not None:
        return None
    team_id = int(one["value"]) if one["cut"] == "team" else terms.team_id or one["survey_team"]
    wanted = terms.owner_id if one["cut"] == "team" else terms.owner_id or one["survey_owner"]
    task = Task(
        rule_id=one["rule_id"],
        survey_id=one["survey_id"],
        when=when,
        kind=one.get("kind", ""),
        wave_id=one["wave_id"],
        question_id=one["question_id"],
        theme_id=one.get("theme_id"),
        cut=one["cut"],
        value=one["value"],
        score=score,
        threshold=terms.threshold,
        team_id=team_id,
        owner_id=owner_of(team_id, wanted=wanted, fallback=one["survey_owner"]),
    )
    return open_together(task, terms)


def _exact(told: float) -> Decimal:
    return Decimal(str(told)).quantize(_TENTH, rounding=ROUND_HALF_UP)
