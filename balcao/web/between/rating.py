"""How areas rate each other, as a table of who asked by who answered, and as pairs on a phone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.insights.inner.rating import Group, Pair, Rated
from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.surveys.rules import Asked

from ..components import scores
from ..components.dates import day
from ..components.scored import drawn, limits

Line = dict[str, Any]
TOO_FEW = Hidden(Reason.TOO_FEW)


def rated(told: Rated) -> Line:
    """One survey in words: everybody, and crossed where any pair may be told, else area by area."""
    scale = limits(told.question)
    measure = next((one.measure for one in _scores(told)), "")
    crossed = _crossed(told)
    return {
        "name": told.name,
        "href": reverse("results:survey", args=[told.survey_id]),
        "round": _round(told),
        "ends": [scores.value(measure, end) for end in (scale.low, scale.high)] if measure else [],
        "whole": scored(_("All areas"), told.question, told.everybody),
        "crossed": crossed,
        "rows": _pairs(told) if crossed else _lists(told),
        "is_told": bool(measure),
    }


def scored(label: str, asked: Asked, told: Score | Hidden | None, **more: Any) -> Line:
    """What is told of one group: its number, picture, interval and answers; or why there is none."""
    line = {"label": label, "heading": "", "href": "", "is_whole": False, "why": "", **more}
    if not isinstance(told, Score):
        return {**line, "why": scores.said(told)}
    return {
        **line,
        "whisker": drawn(asked, told),
        "value": scores.head(told),
        "between": scores.between(told),
        "of": scores.of(told),
    }


def _crossed(told: Rated) -> Line | None:
    """Rows of who asked, columns of who answered; None where no pair is told.

    Below stands the whole of each area. Who asked has none: it would be of the pairs told here alone.
    """
    shown = {(one.area, one.asker): one for one in _shown(told)}
    if not shown:
        return None
    areas = [one for one in told.areas if isinstance(one.told, Score)]
    askers = {one.asker: one.asker_name for one in shown.values()}
    return {
        "areas": [one.label for one in areas],
        "rows": [
            (
                name,
                [
                    scored("", told.question, shown[at].told if at in shown else TOO_FEW)
                    for at in ((area.value, asker) for area in areas)
                ],
            )
            for asker, name in askers.items()
        ],
        "foot": [scored("", told.question, area.told) for area in areas],
    }


def _pairs(told: Rated) -> list[Line]:
    """Who asked below who answered, for where a table is too wide."""
    found: list[Line] = []
    for area in told.areas:
        if isinstance(area.told, Score):
            whole = scored(_("Everybody who asked"), told.question, area.told, heading=area.label)
            found.append(whole)
        found += [
            scored(one.asker_name, told.question, one.told)
            for one in _shown(told)
            if one.area == area.value
        ]
    return found


def _shown(told: Rated) -> list[Pair]:
    """In the order of who asked."""
    shown = [one for one in told.pairs if isinstance(one.told, Score)]
    return sorted(shown, key=lambda one: one.asker_name.casefold())


def _lists(told: Rated) -> list[Line]:
    """Everybody, each area that was asked, and each that asked."""
    return [
        scored(_("All areas"), told.question, told.everybody, is_whole=True),
        *_listed(told.question, _("Who was asked"), told.areas),
        *_listed(told.question, _("Who asked"), told.askers),
    ]


def _listed(asked: Asked, heading: str, groups: list[Group]) -> Iterable[Line]:
    for place, one in enumerate(groups):
        yield scored(one.label, asked, one.told, heading="" if place else heading)


def _round(told: Rated) -> str:
    if told.round is None:
        return ""
    if not told.round["is_closed"]:
        return _("the first round closes on %(day)s") % {"day": day(told.round["closes_on"])}
    return _("round that closed on %(day)s") % {"day": day(told.round["closes_on"])}


def _scores(told: Rated) -> list[Score]:
    groups = [told.everybody, *(one.told for one in (*told.areas, *told.askers))]
    return [one for one in groups if isinstance(one, Score)]
