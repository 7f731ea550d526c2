"""Scores as machines read them: with their doubt, or with why there is none."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema

from balcao.listening.results.rules import Hidden, Score


class Number(Schema):
    """A score with its doubt: `low` to `high` is 95 % sure.

    NPS and eNPS in points from −100 to 100, CSAT as a share from 0 to 1, others on their scale. `n`
    answers exactly, or of an anonymous survey from `n_from` to `n_to`; then `value` is null near the
    ends of the scale. `shares` are of detractors, passives and promoters, else by option in order;
    null where that would show who agrees.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    n_from: int | None
    n_to: int | None
    shares: list[float] | None


class Told(Schema):
    """A number, or why there is none; neither where nobody answered."""

    told: Number | None
    hidden: Literal["too_few", "would_tell_others", "unproved", "not_closed", "lost"] | None


def shown(told: Score | Hidden | None) -> dict[str, Any]:
    """What is told of a group, in the shape of `Told`."""
    return {
        "told": _number(told) if isinstance(told, Score) else None,
        "hidden": str(told.reason) if isinstance(told, Hidden) else None,
    }


def _number(told: Score) -> dict[str, Any]:
    has_interval, band = told.measure != "shares", told.band
    return {
        "measure": told.measure,
        "value": told.value,
        "low": told.low if has_interval else None,
        "high": told.high if has_interval else None,
        "n": told.n,
        "n_from": band.fewest if band else None,
        "n_to": band.most if band else None,
        "shares": list(told.shares) or None,
    }
