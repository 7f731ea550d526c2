from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.assets import scope as asset_scope

from .. import scope
from ..rules import overlap
from .listing import COLUMNS, FROM

LISTED = 300
_CONFLICTS = f"""
SELECT m.id AS one, c.id, c.title, c.state, c.starts_at, c.ends_at, team.name AS team,
    m.starts_at AS own_starts_at, m.ends_at AS own_ends_at,
    ARRAY(SELECT s.name FROM unnest(c.services, c.touches) AS s (name, key)
        WHERE s.key = ANY(m.touches)) AS services,
    ARRAY(SELECT a.number FROM changes_touched x
        JOIN changes_touched y ON y.asset_id = x.asset_id AND y.change_id = c.id
        JOIN assets_asset a ON a.id = x.asset_id
        WHERE x.change_id = m.id AND {asset_scope.kept("a")} ORDER BY a.number) AS assets
FROM changes_change m JOIN changes_change c ON c.id <> m.id
    AND c.starts_at < m.ends_at AND c.ends_at > m.starts_at
    AND c.state IN ('draft', 'waiting', 'approved', 'running')
    AND (c.touches && m.touches OR EXISTS (SELECT FROM changes_touched x
        JOIN changes_touched y ON y.asset_id = x.asset_id AND y.change_id = c.id
        WHERE x.change_id = m.id))
JOIN teams_team team ON team.id = c.team_id
WHERE m.id = ANY(%(ids)s) AND m.state IN ('draft', 'waiting', 'approved', 'running')
    AND {scope.READ}
ORDER BY c.starts_at, c.id
"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Another change that touches the same in the same time: which, what both touch, and when.

    `services` are names, `assets` numbers of those the reader keeps; what they both touch is told to
    nobody else, only that they meet.
    """

    id: int
    title: str
    state: str
    team: str
    services: list[str]
    assets: list[str]
    since: datetime
    until: datetime


def between(actor: Actor, since: datetime, until: datetime) -> list[Row]:
    """The changes one may read that happen between two instants, the earliest first; `meets` with
    those they meet. Cancelled and refused ones take up no time."""
    found = rows(
        f"""
        SELECT {COLUMNS} {FROM}
        WHERE {scope.READ} AND c.starts_at < %(until)s AND c.ends_at > %(since)s
            AND c.state NOT IN ('cancelled', 'refused')
        ORDER BY c.starts_at, c.id LIMIT {LISTED}
        """,
        {**scope.params(actor), "since": since, "until": until},
    )
    met = conflicts(actor, [one["id"] for one in found])
    return [{**one, "meets": met.get(one["id"], [])} for one in found]


def conflicts(actor: Actor, change_ids: list[int]) -> dict[int, list[Meeting]]:
    """Which other changes these meet, of those one may read: the same service or asset in the same
    time, of what still takes up its window."""
    met: dict[int, list[Meeting]] = {}
    if not change_ids:
        return met
    for line in rows(_CONFLICTS, {**_params(actor), "ids": change_ids}):
        own = (line["own_starts_at"], line["own_ends_at"])
        shared = overlap(own, (line["starts_at"], line["ends_at"]))
        assert shared is not None
        meeting = Meeting(
            id=line["id"],
            title=line["title"],
            state=line["state"],
            team=line["team"],
            services=line["services"],
            assets=line["assets"],
            since=shared[0],
            until=shared[1],
        )
        met.setdefault(line["one"], []).append(meeting)
    return met


def _params(actor: Actor) -> dict[str, Any]:
    return {**asset_scope.params(actor), **scope.params(actor)}
