"""Which question a link means: the one sent now under its key, and which ones may be linked at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.core.sql import Row, rows
from balcao.listening.results import scope
from balcao.listening.results.names import labelled
from balcao.listening.results.rules import CUTS
from balcao.listening.surveys.rules import Asked, of_content, of_row

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
JOIN LATERAL ({_MEANT.format(survey="l.survey_id", key="l.key")}) q ON true
WHERE g.journey_id = %(journey)s ORDER BY g.position, l.id
"""
_LINKABLE = f"""
SELECT s.id, s.name, v.content FROM ({scope.SURVEYS}) s JOIN LATERAL (
    SELECT v.content FROM surveys_version v
    WHERE v.survey_id = s.id AND v.published_at IS NOT NULL ORDER BY v.number DESC LIMIT 1
) v ON true
WHERE s.side = %(of_side)s ORDER BY s.id DESC
"""


def linkable(actor: Actor, side: str) -> list[Row]:
    """Every question with a score, part by part, as it is sent now by the surveys of one side whose
    results one reads."""
    found = rows(_LINKABLE, {**scope.params(actor), "of_side": side})
    return [
        {"survey_id": survey["id"], "survey": survey["name"], "asked": asked, "part": part}
        for survey in found
        for asked in of_content(survey["content"])
        for part in scored_parts(asked)
    ]


def links(journey_id: int) -> list[Row]:
    """The links of a journey, stage by stage, each with the question it means and whether it is sent;
    none to a question that was taken back before anybody was asked."""
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
        _known(one, surveys[one["survey_id"]], called) if one["id"] in ids else _unknown(one)
        for one in found
    ]
    return told, surveys


def _known(link: Row, survey: Row, called: Mapping[tuple[str, str], str]) -> Linked:
    """What its words are before they are sent is for who writes them."""
    return Linked(
        link["id"],
        link["stage_id"],
        True,
        link["is_sent"],
        link["survey_id"],
        link["survey"],
        meant(link) if link["is_sent"] or survey["is_edited"] else None,
        link["part"],
        link["cut"],
        link["value"],
        called.get((link["cut"], link["value"]), ""),
    )


def _unknown(link: Row) -> Linked:
    return Linked(link["id"], link["stage_id"], False, False, 0, "", None, "", "", "", "")


def _is_open(link: Row, survey: Row | None) -> bool:
    return survey is not None and survey["scope"].may_cut(link["cut"], link["value"])


def meant(link: Row) -> Asked:
    """The question a link means."""
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
