"""The groups of people, as they are kept beside a wave."""

from __future__ import annotations

from datetime import date

TENURE_BANDS = ("under_1", "1_to_2", "3_to_5", "6_to_10", "over_10")
_FROM_YEARS = (1, 3, 6, 11)


def tenure_band(since_on: date, on: date) -> str:
    """How long somebody has been with the company on a day, in bands of whole years."""
    years = on.year - since_on.year - ((on.month, on.day) < (since_on.month, since_on.day))
    return TENURE_BANDS[sum(years >= least for least in _FROM_YEARS)]
