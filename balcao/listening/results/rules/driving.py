"""What goes with an overall score: its survey's other scored questions, each with its importance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balcao.listening.surveys.rules import Asked, Kind
from balcao.listening.surveys.rules import lines as lines_of
from balcao.measures.bands import SHARE, Band, band
from balcao.measures.drivers import MOST, NotEnough, fewest, key_drivers

from .counting import headline, positions

ITEMS = frozenset({Kind.NPS, Kind.ENPS, Kind.CSAT, Kind.CES, Kind.SCALE, Kind.MATRIX})
ANSWERED_BY = 0.8
RESAMPLES = 500


class Unclear(StrEnum):
    """Why no drivers are told."""

    NO_OVERALL = "no_overall"
    NO_OTHERS = "no_others"
    TOO_FEW = "too_few"
    TOO_ALIKE = "too_alike"


CAUTION = _(
    "These questions go along with the overall score; that is not to say that they cause it. Something"
    " nobody asked about may move both, and a question all answer alike explains nothing however much"
    " it matters. Try a change, and ask again."
)


class Item(NamedTuple):
    """What may drive the overall score: a question, or a line of a matrix."""

    question: int
    part: str


@dataclass(frozen=True, slots=True)
class Moving:
    """One item: its parts of what is explained by LMG and by Johnson's weights, each from 0 to 1 and
    all together 1, its rank, and between which ranks it is 95 % sure."""

    item: Item
    lmg: float
    johnson: float
    rank: int
    best_rank: int
    worst_rank: int


@dataclass(frozen=True, slots=True)
class Driven:
    """What goes with the overall score `question`, of `n` answers that say all of it.

    `needed` answers it takes for so many items; `explained` is R², from 0 to 1. Where it is unclear
    there are no drivers and nothing is explained. Of anonymous answers there is a `band` for `n`,
    none under its least.
    """

    question: int | None
    n: int | None
    band: Band | None
    needed: int
    explained: float | None
    drivers: tuple[Moving, ...]
    unclear: Unclear | None


def driven(asked: Sequence[Asked], answers: Sequence[Mapping[str, Any]], *, seed: int) -> Driven:
    """What goes with the overall score of a survey, over its answers by id of question.

    An item that fewer than four in five of those who gave the overall score answered is left out,
    and of more than ten the first ten are taken; then only answers that say all of it count.
    """
    overall = headline(asked)
    if overall is None:
        return _unclear(None, 0, 0, Unclear.NO_OVERALL)
    target = Item(overall.id, "")
    lines = [line for values in answers if target in (line := _numbers(asked, values))]
    items = _answered([one for one in _items(asked) if one != target], lines)
    whole = [line for line in lines if all(item in line for item in items)]
    if not items:
        return _unclear(overall.id, len(lines), 0, Unclear.NO_OTHERS)
    needed = fewest(len(items))
    if len(whole) < needed:
        return _unclear(overall.id, len(whole), needed, Unclear.TOO_FEW)
    columns = {str(place): [line[item] for line in whole] for place, item in enumerate(items)}
    try:
        found = key_drivers(
            columns, [line[target] for line in whole], seed=seed, resamples=RESAMPLES
        )
    except NotEnough:
        return _unclear(overall.id, len(whole), needed, Unclear.TOO_ALIKE)
    if not found.r_squared:
        return _unclear(overall.id, len(whole), needed, Unclear.TOO_ALIKE)
    moving = [
        Moving(
            items[int(one.name)],
            one.lmg / found.r_squared,
            one.johnson / found.r_squared,
            one.rank,
            min(one.rank, one.best_rank),
            max(one.rank, one.worst_rank),
        )
        for one in found.drivers
    ]
    return Driven(overall.id, found.n, None, needed, found.r_squared, tuple(moving), None)


def coarse(told: Driven, *, k: int) -> Driven:
    """The same as may be told of an anonymous wave: how many as a band, shares to the next twentieth."""
    n = told.n or 0
    explained = None if told.explained is None else _rounded(told.explained)
    drivers = tuple(
        Moving(
            one.item,
            _rounded(one.lmg),
            _rounded(one.johnson),
            one.rank,
            one.best_rank,
            one.worst_rank,
        )
        for one in told.drivers
    )
    size = band(n, k=k) if n >= k else None
    return Driven(told.question, None, size, told.needed, explained, drivers, told.unclear)


def reason(told: Driven) -> str:
    """Why no drivers are told, in words; with how many answers it takes and how many there are."""
    if told.unclear is Unclear.NO_OVERALL:
        return gettext("This survey asks no overall score.")
    if told.unclear is Unclear.NO_OTHERS:
        return gettext("Beside the overall score nothing else on a scale is asked of most.")
    if told.unclear is Unclear.TOO_ALIKE:
        return gettext("The answers are too alike to tell these questions apart.")
    if told.unclear is None:
        return ""
    there = gettext("There are too few yet.")
    if told.n is not None:
        there = gettext("There are %(n)s.") % {"n": told.n}
    elif told.band is not None:
        ends = {"low": told.band.fewest, "high": told.band.most}
        there = gettext("There are between %(low)s and %(high)s.") % ends
    asked = gettext("At least %(needed)s answers to all of these questions are needed.")
    return f"{asked % {'needed': told.needed}} {there}"


def _items(asked: Sequence[Asked]) -> list[Item]:
    return [
        Item(one.id, part)
        for one in asked
        if one.kind in ITEMS
        for part in (lines_of(one) if one.kind is Kind.MATRIX else [""])
    ]


def _numbers(asked: Sequence[Asked], values: Mapping[str, Any]) -> dict[Item, float]:
    """Each item's answer as its place on the scale; what was left out is not there."""
    found: dict[Item, float] = {}
    for one in asked:
        told = values.get(str(one.id))
        if told is not None and one.kind in ITEMS:
            for part, (place,) in positions(one, told):
                found[Item(one.id, part)] = float(place)
    return found


def _answered(items: Sequence[Item], lines: Sequence[Mapping[Item, float]]) -> list[Item]:
    often = [
        item for item in items if sum(item in line for line in lines) >= ANSWERED_BY * len(lines)
    ]
    return often[:MOST] if lines else list(items)[:MOST]


def _unclear(question: int | None, n: int, needed: int, why: Unclear) -> Driven:
    return Driven(question, n, None, needed, None, (), why)


def _rounded(share: float) -> float:
    return round(SHARE * round(share / SHARE), 9)
