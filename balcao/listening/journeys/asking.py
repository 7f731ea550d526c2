"""Which question a link means: the one sent now under its key, and which ones may be linked at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row, rows
from balcao.listening.results import scope
from balcao.listening.results.names import labelled
from balcao.listening.results.rules import CUTS
from balcao.listening.surveys.rules import Asked, of_row

from .rules import Linked, has_score, scored_parts

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
_LINKABLE = f"""
SELECT s.id AS survey_id, s.name AS survey, s.side, q.id, q.key, q.kind, q.words, q.options
FROM ({scope.SURVEYS}) s JOIN LATERAL (
    SELECT DISTINCT ON (a.key) a.id, a.key, a.kind, a.words, a.options, a.page, a.position
    FROM surveys_question a WHERE a.survey_id = s.id AND a.retired_at IS NULL
    ORDER BY a.key, a.id DESC
) q ON true
WHERE s.side = %(of_side)s ORDER BY s.id DESC, q.page, q.position, q.id
"""


def linkable(actor: Actor, side: str) -> list[Row]:
    """Every question with a score, line by line, of the surveys of one side whose results one reads."""
    found = rows(_LINKABLE, {**scope.params(actor), "of_side": side})
    told = [(line, of_row(line)) for line in found]
    return [
        {"survey_id": line["survey_id"], "survey": line["survey"], "asked": asked, "part": part}
        for line, asked in told
        for part in scored_parts(asked)
    ]


def links(journey_id: int) -> list[Row]:
    """Every link of a journey, stage by stage, with the question it means and whether it is sent."""
    return rows(_LINKS, {"journey": journey_id})


def readable(actor: Actor, surveys: Iterable[int]) -> dict[int, Row]:
    """Those of these surveys of whose results one may read something, each with its `scope`."""
    sql = f"{scope.SURVEYS} AND s.id = ANY(%(surveys)s::bigint[])"
    found = rows(sql, {**scope.params(actor), "surveys": sorted(set(surveys))})
    return {one["id"]: one | {"scope": scope.of(actor, one)} for one in found}


def linked(actor: Actor, journey_id: int) -> tuple[list[Linked], dict[int, Row]]:
    """The questions of a journey as far as one may know them, and the surveys one may read."""
    found = links(journey_id)
    surveys = readable(actor, (one["survey_id"] for one in found))
    open_ones = [one for one in found if _is_open(one, surveys.get(one["survey_id"]))]
    called = {
        (cut, value): label
        for cut in {one["cut"] for one in open_ones if one["cut"]}
        for value, label in labelled(cut, (one["value"] for one in open_ones if one["cut"] == cut))
    }
    ids = {one["id"] for one in open_ones}
    told = [
        Linked(
            one["id"],
            one["stage_id"],
            True,
            bool(one["is_sent"]),
            one["survey_id"],
            one["survey"],
            meant(one),
            one["part"],
            one["cut"],
            one["value"],
            called.get((one["cut"], one["value"]), ""),
        )
        if one["id"] in ids
        else Linked(one["id"], one["stage_id"], False, False, 0, "", None, "", "", "", "")
        for one in found
    ]
    return told, surveys


def _is_open(link: Row, survey: Row | None) -> bool:
    return survey is not None and survey["scope"].may_cut(link["cut"], link["value"])


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
    found_survey = scope.survey(actor, survey_id)
    sql = _MEANT.format(survey="%(survey)s", key="%(key)s")
    params: dict[str, Any] = {"survey": survey_id, "key": key}
    found = rows(sql, params)
    if not found or not has_score(of_row(found[0]), part):
        why = _("Only a question on a scale has a score to draw.")
        raise Invalid(why, {"question": why})
    if bool(cut) != bool(value):
        raise Invalid(_("Say of which group, or of everybody."))
    if cut not in ("", *CUTS):
        raise Invalid(_("There is no such way of grouping."))
    scope.require_cut(found_survey, cut, value)
