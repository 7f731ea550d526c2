"""Who answered of those who were asked, exactly or as far as it may be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from balcao.measures.bands import Band
from balcao.measures.scores import csat

from .telling import Hidden, Reason, Score, Turned


def response(answered: int, asked: int) -> Score:
    """The share of those asked that answered."""
    told = csat(answered, asked)
    return Score("response", told.value, told.low, told.high, asked, None)


def coarse(one: Mapping[str, Any], has_answered: bool) -> Turned:
    """What may be told of a group of an anonymous round, to one who answered in it or who did not."""
    if one["reason"]:
        return Turned(None, None, None, Hidden(Reason(one["reason"])))
    if has_answered and not one["is_for_all"]:
        return Turned(None, None, None, Hidden(Reason.TOO_FEW))
    band = Band(one["fewest"], one["most"])
    return Turned(
        None, None, band, Score("response", one["share"], one["low"], one["high"], None, band)
    )
