"""What people write about, as far as it may be told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.listening.themes import reading as told
from balcao.listening.themes.rules import Point, Share

from .. import reading, rounds, rules, scope


def themes(
    actor: Actor,
    survey_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
) -> list[Share]:
    """Every theme with its share among those who wrote, the largest first; both days included.

    Of an anonymous survey as the gate told it of the last round. NotFound as for scores.
    """
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut, value)
    return told.shares(
        survey_id,
        since,
        _after(until),
        cut,
        value,
        only_for_all=_has_answered(actor, found, since, until),
    )


def theme_trend(
    actor: Actor,
    survey_id: int,
    theme_id: int,
    *,
    step: str = "month",
    since: date | None = None,
    until: date | None = None,
    cut: str = "",
    value: str = "",
) -> list[Point]:
    """The share of one theme month by month, or week by week; of anonymous surveys round by round."""
    found = scope.survey(actor, survey_id)
    scope.require_cut(found, cut, value)
    stretch: dict[str, Any] = {"since": since, "until": _after(until)}
    only_for_all = _has_answered(actor, found, since, until)
    return told.trend(
        survey_id,
        theme_id,
        step=rules.Step(step),
        cut=cut,
        value=value,
        only_for_all=only_for_all,
        **stretch,
    )


def _after(until: date | None) -> date | None:
    return until + timedelta(days=1) if until else None


def _has_answered(actor: Actor, found: Row, since: date | None, until: date | None) -> bool:
    """Whether the reader answered in any round that is told of here."""
    if not found["is_anonymous"]:
        return False
    of = reading.slice_of(since, until)
    waves = rounds.rounds([found["id"]], of.since, of.until, actor.person_id)
    return any(one["has_answered"] for one in waves)
