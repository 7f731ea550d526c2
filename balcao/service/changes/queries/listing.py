from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold

from .. import scope

LISTED = 30
SHOWN = ("ahead", "waiting", "review", "ended", "all")
_WHICH = {
    "ahead": "c.state IN ('draft', 'waiting', 'approved', 'refused', 'running')",
    "waiting": "c.state = 'waiting'",
    "review": "c.state = 'done'",
    "ended": "c.state IN ('reviewed', 'cancelled')",
    "all": "true",
}
CALLED = "coalesce(nullif({0}.preferred_name, ''), {0}.name)"
COLUMNS = f"""
c.id, c.title, c.kind, c.state, c.team_id, team.name AS team, team.is_confidential, c.owner_id,
{CALLED.format("o")} AS owner, c.likelihood, c.impact, c.risk, c.services, c.touches, c.starts_at,
c.ends_at, c.began_at, c.ended_at, c.outcome, c.version, c.created_at, c.updated_at
"""
FROM = """
FROM changes_change c JOIN teams_team team ON team.id = c.team_id
LEFT JOIN people_person o ON o.id = c.owner_id
"""


def changes(
    actor: Actor,
    *,
    show: str = "all",
    query: str = "",
    team_id: int | None = None,
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """The changes one may read, the latest touched first, and the next cursor; `query`'s words are
    all in the title or the names of what it touches."""
    limit = max(1, min(limit, 200))
    params = {**scope.params(actor), "limit": limit + 1, "team": team_id, "asked": _asked(query)}
    after = ""
    if cursor:
        params["at"], params["id"] = read_cursor(cursor)
        after = "AND (c.updated_at, c.id) < (%(at)s, %(id)s)"
    found = rows(
        f"""
        SELECT {COLUMNS} {FROM}
        WHERE {scope.READ} AND {_WHICH.get(show, "true")} {after}
            AND (%(team)s::bigint IS NULL OR c.team_id = %(team)s::bigint)
            AND (%(asked)s::text[] IS NULL OR (c.folded_title || ' '
                || array_to_string(c.touches, ' ')) LIKE ALL(%(asked)s::text[]))
        ORDER BY c.updated_at DESC, c.id DESC LIMIT %(limit)s
        """,
        params,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], write_cursor(last["updated_at"], last["id"])


def counts(actor: Actor) -> dict[str, int]:
    """How many changes of each sort one may read: `ahead`, `waiting`, `review`, `ended`."""
    names = ", ".join(f"count(*) FILTER (WHERE {_WHICH[name]}) AS {name}" for name in SHOWN[:4])
    found = row(
        f"SELECT {names} FROM changes_change c JOIN teams_team team ON team.id = c.team_id"
        f" WHERE {scope.READ}",
        scope.params(actor),
    )
    return found or {}


def teams(actor: Actor) -> list[Row]:
    """The teams for which one may plan a change, by name."""
    return rows(
        "SELECT team.id, team.name FROM teams_team team WHERE team.is_active"
        " AND (team.id = ANY(%(changed)s) OR %(system)s) ORDER BY team.name",
        scope.params(actor),
    )


def offered_approvals(actor: Actor) -> list[Row]:
    """Approvals that a change may need: the company's, and those of one's teams, by name."""
    return rows(
        "SELECT u.id, u.name, u.team_id FROM approvals_rule u WHERE u.is_active"
        " AND (u.team_id IS NULL OR u.team_id = ANY(%(changed)s) OR %(system)s) ORDER BY u.name",
        scope.params(actor),
    )


def services(actor: Actor, *, limit: int = 100) -> list[str]:
    """Names of what changes touched before, those of changes one may read, the most used first."""
    found = rows(
        f"""
        SELECT min(s.name) AS name FROM changes_change c
        JOIN teams_team team ON team.id = c.team_id
        CROSS JOIN LATERAL unnest(c.services, c.touches) AS s (name, key)
        WHERE {scope.READ} GROUP BY s.key ORDER BY count(*) DESC, s.key LIMIT %(limit)s
        """,
        {**scope.params(actor), "limit": limit},
    )
    return [line["name"] for line in found]


def may_see(actor: Actor) -> bool:
    """True for agents: whoever answers must know what happens when."""
    return actor.is_agent or actor.is_system


def _asked(query: str) -> list[str] | None:
    told = fold(query).replace("\\", " ").replace("%", " ").replace("_", " ").split()[:8]
    return [f"%{word}%" for word in told] or None
