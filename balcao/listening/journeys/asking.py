"""Which question a link means: the one sent now under its key, and which ones may be linked at all."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row, rows
from balcao.listening.surveys import queries as surveys
from balcao.listening.surveys.rules import Asked, of_row

from .rules import has_score

# Of all rows under a key the one that the last published version asks; before that, the draft.
_MEANT = """
SELECT q.id, q.key, q.kind, q.words, q.options, q.version_from <= v.published AS is_sent
FROM surveys_question q,
     LATERAL (SELECT coalesce(max(v.number), 0) AS published FROM surveys_version v
              WHERE v.survey_id = q.survey_id AND v.published_at IS NOT NULL) v
WHERE q.survey_id = {survey} AND q.key = {key}
ORDER BY q.version_from <= v.published DESC, q.version_from DESC, q.id DESC LIMIT 1
"""
_LINKS = f"""
SELECT l.id, l.stage_id, l.survey_id, l.key, l.part, l.cut, l.value, s.name AS survey,
       s.is_anonymous, q.id AS question_id, q.kind, q.words, q.options, q.is_sent
FROM journeys_link l JOIN journeys_stage g ON g.id = l.stage_id
JOIN surveys_survey s ON s.id = l.survey_id
LEFT JOIN LATERAL ({_MEANT.format(survey="l.survey_id", key="l.key")}) q ON true
WHERE g.journey_id = %(journey)s ORDER BY g.position, l.id
"""


def links(journey_id: int) -> list[Row]:
    """Every link of a journey, stage by stage, with the question it means and whether it is sent."""
    return rows(_LINKS, {"journey": journey_id})


def meant(link: Row) -> Asked | None:
    """The question a link means; None when its survey no longer has any under this key."""
    if link["question_id"] is None:
        return None
    told = {name: link[name] for name in ("key", "kind", "words", "options")}
    return of_row({**told, "id": link["question_id"]})


def refuse_unlinkable(
    actor: Actor, survey_id: int, key: str, part: str, cut: str, value: str
) -> None:
    """NotFound or Invalid unless this question of a survey one may read tells a stage by a score."""
    surveys.survey(actor, survey_id)
    sql = _MEANT.format(survey="%(survey)s", key="%(key)s")
    params: dict[str, Any] = {"survey": survey_id, "key": key}
    found = rows(sql, params)
    if not found or not has_score(of_row(found[0]), part):
        why = _("Only a question on a scale has a score to draw.")
        raise Invalid(why, {"question": why})
    if bool(cut) != bool(value):
        raise Invalid(_("Say of which group, or of everybody."))
