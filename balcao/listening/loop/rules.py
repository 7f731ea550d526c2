"""When an answer becomes a task, by when, and the words for it: no table, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.surveys.rules import Asked, of_content
from balcao.measures.bands import Band
from balcao.register.calendars.rules import (
    BusinessCalendar,
    BusinessDays,
    OutOfReach,
    due_at,
    working_time,
)

Part = Score | Hidden | None
WARN_AT = 0.75  # of the time there is
STEPS_MOST = 12
WORDS_MOST = 4000
COMPARED = (30, 60, 90, 180)
COMPARABLE = frozenset({"nps", "csat", "ces", "enps", "scale"})
LEAST = 5  # answers behind a score that is told to those who answered
TARGET_MOST = {"hours": 400, "days": 60}


class When(StrEnum):
    """What becomes a task."""

    SCORE = "score"
    CELL = "cell"
    THEME = "theme"


class Kind(StrEnum):
    """The scores of which a low one is a task, the gravest first; the last two of many alone."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    ENPS = "enps"
    SCALE = "scale"


SINGLE = (Kind.NPS, Kind.CSAT, Kind.CES)


class State(StrEnum):
    """How far a task is."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


ENDED = frozenset({State.DONE, State.DROPPED})
WHEN_LABELS: list[tuple[str, str | Promise]] = [
    (When.SCORE.value, gettext_lazy("A low score")),
    (When.CELL.value, gettext_lazy("What many said together")),
    (When.THEME.value, gettext_lazy("A theme above its limit")),
]
KIND_LABELS: list[tuple[str, str | Promise]] = [
    (Kind.NPS.value, gettext_lazy("NPS, 0 to 10")),
    (Kind.CSAT.value, gettext_lazy("CSAT, 1 to 5")),
    (Kind.CES.value, gettext_lazy("CES 2.0, 1 to 7")),
    (Kind.ENPS.value, gettext_lazy("eNPS of a wave, past the gate")),
    (Kind.SCALE.value, gettext_lazy("A scale of five of a wave, past the gate")),
]
STATE_LABELS: list[tuple[str, str | Promise]] = [
    (State.OPEN.value, pgettext_lazy("task", "to do")),
    (State.DOING.value, pgettext_lazy("task", "being done")),
    (State.DONE.value, pgettext_lazy("task", "done")),
    (State.DROPPED.value, pgettext_lazy("task", "dropped")),
]
HIGHEST: Mapping[str, int] = {Kind.NPS: 10, Kind.CSAT: 5, Kind.CES: 7}
LOWEST: Mapping[str, int] = {Kind.NPS: 0, Kind.CSAT: 1, Kind.CES: 1}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says: up to which score, of whom, how much time, by which playbook.

    Exactly one of `target_hours` (of opening time) and `target_days` (business days) is told.
    """

    threshold: Decimal
    target_hours: int | None = None
    target_days: int | None = None
    playbook: str = ""
    team_id: int | None = None
    owner_id: int | None = None
    is_active: bool = True


THEME = "theme"  # what a rule about themes is called, which has no score
SHIPPED: Mapping[str, Terms] = {
    Kind.NPS: Terms(Decimal(6), target_days=2, playbook="detractor"),
    Kind.CSAT: Terms(Decimal(2), target_days=1, playbook="low_csat"),
    Kind.CES: Terms(Decimal(3), target_days=2, playbook="hard_work"),
    Kind.ENPS: Terms(Decimal(0), target_days=10, playbook="inner_theme"),
    Kind.SCALE: Terms(Decimal(3), target_days=10, playbook="inner_theme"),
    THEME: Terms(Decimal(30), target_days=10, playbook="inner_theme"),
}
LIMITS: Mapping[str, tuple[Decimal, ...]] = {
    Kind.NPS: tuple(map(Decimal, range(10))),
    Kind.CSAT: tuple(map(Decimal, range(1, 5))),
    Kind.CES: tuple(map(Decimal, range(1, 7))),
    Kind.ENPS: tuple(map(Decimal, range(-50, 60, 10))),
    Kind.SCALE: tuple(Decimal(half) / 2 for half in range(3, 9)),
    THEME: tuple(map(Decimal, range(10, 65, 5))),
}
THEME_DAYS = 30
FEWEST_WROTE, FEWEST_SPOKE = 20, 5  # of a survey under names, where no gate looks


def when_of(name: str) -> When:
    """What a rule of this name is about."""
    if name == THEME:
        return When.THEME
    return When.SCORE if name in SINGLE else When.CELL


@dataclass(frozen=True, slots=True)
class Clock:
    """When a task is due, and when whoever does it is warned."""

    warn_at: datetime
    due_at: datetime


def timed(terms: Terms, opened_at: datetime, calendar: BusinessCalendar | None) -> Clock:
    """By the calendar; without one, or where its openings don't suffice, round the clock."""
    target = _target(terms)
    if calendar is not None:
        try:
            open_time = working_time(calendar, opened_at, target)
            warn = due_at(calendar, opened_at, open_time * WARN_AT)
            return Clock(warn, due_at(calendar, opened_at, open_time))
        except OutOfReach:
            pass
    whole = timedelta(days=target.days) if isinstance(target, BusinessDays) else target
    return Clock(opened_at + whole * WARN_AT, opened_at + whole)


def _target(terms: Terms) -> timedelta | BusinessDays:
    if terms.target_days is not None:
        return BusinessDays(terms.target_days)
    return timedelta(hours=terms.target_hours or 0)


def is_low(kind: str, score: float, threshold: Decimal) -> bool:
    """True when this answer on this scale becomes a task."""
    return kind in HIGHEST and Decimal(str(score)) <= threshold


def reason(kind: str, score: Decimal, threshold: Decimal, *, when: str = When.SCORE) -> str:
    """Why there is a task, in the words of the reader."""
    if when == When.CELL:
        far = {"score": plain(score), "threshold": plain(threshold)}
        return _("Surely at most %(score)s; under %(threshold)s it becomes a task.") % far
    if when == When.THEME:
        far = {"score": plain(score), "threshold": plain(threshold)}
        return (
            _(
                "Surely at least %(score)s%% of those who wrote; above %(threshold)s%% it becomes a task."
            )
            % far
        )
    told = {
        "score": plain(score),
        "low": LOWEST[kind],
        "high": HIGHEST[kind],
        "threshold": plain(threshold),
    }
    return (
        _("Answered %(score)s, from %(low)s to %(high)s: %(threshold)s or less becomes a task.")
        % told
    )


def answered(
    content: Mapping[str, Any] | None, values: Mapping[str, Any] | None
) -> list[tuple[Asked, Any]]:
    """What was asked in a version and how it was answered, in order, without what was left out."""
    given = values or {}
    asked = of_content(content or {})
    return [(one, given[str(one.id)]) for one in asked if str(one.id) in given]


def kept(before: Part, after: Part) -> dict[str, Any]:
    """Two scores as they are kept; a score of fewer than five answers is not told."""
    return {"before": _kept(before), "after": _kept(after)}


def unkept(told: Mapping[str, Any] | None) -> Part:
    """A score as it was kept."""
    if told is None:
        return None
    if "why" in told:
        return Hidden(Reason(told["why"]))
    band = Band(*told["band"]) if told["band"] else None
    return Score(told["measure"], told["value"], told["low"], told["high"], told["n"], band)


def _kept(told: Part) -> dict[str, Any] | None:
    if isinstance(told, Score) and told.n is not None and told.n < LEAST:
        return {"why": str(Reason.TOO_FEW)}
    if isinstance(told, Hidden):
        return {"why": str(told.reason)}
    if told is None:
        return None
    names = ("measure", "value", "low", "high", "n")
    found = {name: getattr(told, name) for name in names}
    return {**found, "band": list(told.band) if told.band else None}


def plain(number: Decimal) -> str:
    """The number without noughts that say nothing."""
    return f"{number.normalize():f}"
