from __future__ import annotations

from datetime import date
from enum import StrEnum


class Freshness(StrEnum):
    """How far an article can still be relied upon."""

    FRESH = "fresh"
    DUE = "due"
    EXPIRED = "expired"


def freshness(today: date, review_on: date | None, expires_on: date | None) -> Freshness:
    """Expired from the day after its last one; due on the day it was to be looked at again."""
    if expires_on is not None and expires_on < today:
        return Freshness.EXPIRED
    if review_on is not None and review_on <= today:
        return Freshness.DUE
    return Freshness.FRESH
