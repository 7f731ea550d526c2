"""Who answered, beside who was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows

from .. import names, reading, rounds, rules, scope
from ..rules import Cut, Represented, Turned

_NAMED = """
SELECT t.cut, t.value, sum(t.asked)::int AS asked, sum(t.answered)::int AS answered
FROM results_turnout t JOIN asking_wave w ON w.id = t.wave_id
WHERE w.survey_id = %(survey)s AND NOT w.is_anonymous
    AND (w.opens_at AT TIME ZONE %(zone)s)::date BETWEEN %(since)s AND %(until)s
GROUP BY t.cut, t.value
"""
_SEALED = """
SELECT cut, value, share, low, high, fewest, most, reason, is_for_all FROM results_turnout
WHERE wave_id = %(wave)s
"""


def representation(
    actor: Actor, survey_id: int, *, since: date | None = None, until: date | None = None
) -> list[Represented]:
    """How many were asked and answered: everybody first, then each group of each cut one may read.

    Of the rounds that opened on these days; of an anonymous survey of the last one that closed,
    between which numbers and as a coarse share. Nothing where nobody was asked.
    """
    found = scope.survey(actor, survey_id)
    of = reading.slice_of(since, until)
    told = _sealed(actor, found, of) if found["is_anonymous"] else _named(found, of)
    mine = {key: one for key, one in told.items() if found["scope"].may_cut(*key)}
    whole = mine.get(("", ""))
    if whole is None:
        return []
    return [
        _beside(cut, value, label, mine[cut, value], whole)
        for cut in ["", *map(str, Cut)]
        for value, label in _labelled(cut, (value for its, value in mine if its == cut))
    ]


def _labelled(cut: str, values: Iterable[str]) -> list[tuple[str, str]]:
    return names.labelled(cut, values) if cut else [("", "")]


def _beside(cut: str, value: str, label: str, one: Turned, whole: Turned) -> Represented:
    return Represented(
        cut, value, label, one, _part(one.asked, whole.asked), _part(one.answered, whole.answered)
    )


def _part(some: int | None, everybody: int | None) -> float | None:
    return some / everybody if some is not None and everybody else None


def _named(found: Row, of: reading.Slice) -> dict[tuple[str, str], Turned]:
    wanted = {"survey": found["id"], "zone": clock.zone(), "since": of.since, "until": of.until}
    return {
        (one["cut"], one["value"]): Turned(
            one["asked"], one["answered"], None, rules.response(one["answered"], one["asked"])
        )
        for one in rows(_NAMED, wanted)
    }


def _sealed(actor: Actor, found: Row, of: reading.Slice) -> dict[tuple[str, str], Turned]:
    wave = rounds.last(rounds.rounds([found["id"]], of.since, of.until, actor.person_id))
    if wave is None:
        return {}
    why = rounds.silence(wave)
    if why:
        return {("", ""): Turned(None, None, None, why)}
    return {
        (one["cut"], one["value"]): rules.coarse(one, wave["has_answered"])
        for one in rows(_SEALED, {"wave": wave["id"]})
    }
