from __future__ import annotations

from datetime import UTC, datetime

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold

from .. import scope

LISTED = 30
SHOWN = ("ahead", "waiting", "missed", "review", "ended", "all")
_MISSED = "c.state IN ('draft', 'waiting', 'approved', 'refused') AND c.ends_at <= %(now)s"
_WHICH = {
    "ahead": f"""c.state IN ('draft', 'waiting', 'approved', 'refused', 'running')
        AND ({_MISSED}) IS NOT TRUE""",
    "waiting": "c.state = 'waiting'",
    "missed": f"({_MISSED})",
    "review": "c.state = 'done'",
    "ended": "c.state IN ('reviewed', 'cancelled')",
    "all": "true",
}
# What is still to come stands by its window, the next one first; what has none stands last.
_BY_WINDOW = frozenset({"ahead", "waiting", "missed"})
_NO_WINDOW = datetime(9999, 1, 1, tzinfo=UTC)
_WINDOW = "coalesce(c.starts_at, %(no_window)s)"
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
    """The changes one may read and the next cursor: those still to come by their window, the next one
    first; others as they were touched, the latest first. `query`'s words are all in the title or the
    names of what it touches; `missed` are those whose window passed without them."""
    limit, is_by_window = max(1, min(limit, 200)), show in _BY_WINDOW
    params = {
        **scope.params(actor),
        "limit": limit + 1,
        "team": team_id,
        "asked": _asked(query),
        "now": clock.now(),
        "no_window": _NO_WINDOW,
    }
    by, way, beyond = (_WINDOW, "ASC", ">") if is_by_window else ("c.updated_at", "DESC", "<")
    after = ""
    if cursor:
        params["at"], params["id"] = read_cursor(cursor)
        after = f"AND ({by}, c.id) {beyond} (%(at)s, %(id)s)"
    found = rows(
        f"""
        SELECT {COLUMNS} {FROM}
        WHERE {scope.READ} AND {_WHICH.get(show, "true")} {after}
            AND (%(team)s::bigint IS NULL OR c.team_id = %(team)s::bigint)
            AND (%(asked)s::text[] IS NULL OR (c.folded_title || ' '
                || array_to_string(c.touches, ' ')) LIKE ALL(%(asked)s::text[]))
        ORDER BY {by} {way}, c.id {way} LIMIT %(limit)s
        """,
        params,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    stands = (last["starts_at"] or _NO_WINDOW) if is_by_window else last["updated_at"]
    return found[:limit], write_cursor(stands, last["id"])


def counts(actor: Actor) -> dict[str, int]:
    """How many changes of each sort one may read: all of SHOWN but `all`."""
    names = ", ".join(f"count(*) FILTER (WHERE {_WHICH[name]}) AS {name}" for name in SHOWN[:-1])
    found = row(
        f"SELECT {names} FROM changes_change c JOIN teams_team team ON team.id = c.team_id"
        f" WHERE {scope.READ}",
        {**scope.params(actor), "now": clock.now()},
    )
    return found or {}


def known_teams(actor: Actor) -> list[Row]:
    """The teams whose changes one may read, those that have any, by name."""
    return rows(
        "SELECT team.id, team.name FROM teams_team team WHERE EXISTS (SELECT FROM changes_change c"
        f" WHERE c.team_id = team.id) AND {scope.READ} ORDER BY team.name",
        scope.params(actor),
    )


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
