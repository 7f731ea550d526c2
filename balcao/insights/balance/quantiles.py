"""Median and 90th percentile of first replies, group by group, in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from balcao.core.sql import rows
from balcao.measures.quantiles import ranks

from .rules import FEWEST, Figure, Wait, Waits
from .sources import MEASURED

BY_SIDE = "g.key = s.side"
BY_TEAM = "g.key IN (s.team_id::text, '')"
_MEDIAN, _NINTH = 0.5, 0.9


def waits(
    n: Mapping[str, int], match: str, wanted: str, told: Mapping[str, Any]
) -> dict[str, Waits]:
    """The waits of each group, of `n` first replies each; no quantile under ten of them.

    `match` joins the sources' `s` to the groups' `g.key`, `wanted` says which rows count, `told`
    holds what both and MEASURED need.
    """
    enough = {key: count for key, count in n.items() if count >= FEWEST}
    found: dict[str, list[float | None]] = {}
    if enough:
        lines = rows(
            f"""
            SELECT g.key, percentile_disc((%(levels)s::float8[])[g.place * 6 - 5 : g.place * 6])
                WITHIN GROUP (ORDER BY s.seconds) AS told
            FROM ({MEASURED[Figure.FIRST_REPLIES]}) s
            JOIN (SELECT key, place::int FROM unnest(%(keys)s::text[])
                  WITH ORDINALITY AS k(key, place)) g ON {match}
            WHERE {wanted} GROUP BY g.key, g.place
            """,
            {
                **told,
                "keys": list(enough),
                "levels": [level for count in enough.values() for level in _levels(count)],
            },
        )
        found = {line["key"]: line["told"] for line in lines}
    return {key: _waits(count, found.get(key)) for key, count in n.items()}


def _waits(n: int, told: list[float | None] | None) -> Waits:
    if told is None:
        return Waits(n)
    median, low, high, ninth, ninth_low, ninth_high = told
    return Waits(n, Wait(median or 0.0, low, high), Wait(ninth or 0.0, ninth_low, ninth_high))


def _levels(n: int) -> list[float | None]:
    """Where in n cases the median and the 90th percentile stand, each with its two bounds."""
    places = [ranks(n, share) for share in (_MEDIAN, _NINTH)]
    wanted = [place for told in places for place in (told.at, told.low, told.high)]
    return [None if place is None else (place - 0.5) / n for place in wanted]
