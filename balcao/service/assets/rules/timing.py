"""When somebody must act: a warranty or a contract that ends."""

from __future__ import annotations

from datetime import date, timedelta

WARRANTY_DAYS = 30
NOTICE_MOST = 365


def act_by(until: date, notice_days: int) -> date:
    """The last day on which a contract can still be left."""
    return until - timedelta(days=notice_days)
