"""The journeys that come along: as files, in both languages, each naming items that ask about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from balcao.core.sql import rows

SHIPPED = Path(__file__).resolve().parent / "shipped"
KEYS = ("purchase", "working_here")

_ASKED = """
SELECT DISTINCT ON (q.item_key) q.item_key, q.survey_id, q.key
FROM surveys_question q JOIN surveys_survey s ON s.id = q.survey_id
WHERE q.item_key = ANY(%(items)s) AND q.retired_at IS NULL AND s.side = %(side)s
    AND s.team_id IS NULL AND s.state <> 'closed'
ORDER BY q.item_key, (s.state = 'live') DESC, s.id DESC
"""


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """The journeys that come along, by key."""
    told = [json.loads((SHIPPED / f"{key}.json").read_text(encoding="utf-8")) for key in KEYS]
    return {one["key"]: one for one in told}


def questions_of(items: Iterable[str], side: str) -> dict[str, tuple[int, str]]:
    """The company-wide survey and key of question that asks each item now, live ones first."""
    found = rows(_ASKED, {"items": sorted(items), "side": side})
    return {one["item_key"]: (one["survey_id"], one["key"]) for one in found}
