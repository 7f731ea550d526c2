"""What asks for somebody's hand, once, in SQL: warranties and contracts that end, owners who left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from balcao.core import clock
from balcao.register.people.rules import INTERNAL_KINDS

from .rules import WARRANTY_DAYS

IN_LIFE = "a.state NOT IN ('retired', 'lost')"
WARRANTY = f"({IN_LIFE} AND a.warranty_until BETWEEN %(today)s AND %(until)s)"
# A contract asks from the day on which it can last be left, until somebody ends or renews it.
CONTRACT = """(c.ended_on IS NULL AND c.until_on IS NOT NULL
    AND c.until_on - c.notice_days <= %(today)s)"""
LEFT = """(a.owner_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM people_relationship r WHERE r.person_id = a.owner_id AND r.kind = ANY(%(kinds)s)
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)))"""


def params() -> dict[str, Any]:
    """What the conditions above need to know."""
    today = clock.today()
    return {
        "today": today,
        "until": today + timedelta(days=WARRANTY_DAYS),
        "kinds": [str(kind) for kind in INTERNAL_KINDS],
    }
