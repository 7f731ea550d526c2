from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows
from balcao.core.text import fold
from balcao.service.tickets import scope as ticket_scope

from .. import looking, scope

LISTED = 30
SHOWN = ("open", "known_error", "ended", "all")
_WHICH = {
    "open": "k.state = 'open'",
    "known_error": "k.state = 'known_error'",
    "ended": "k.state IN ('fixed', 'closed')",
    "all": "true",
}
CALLED = "coalesce(nullif({0}.preferred_name, ''), {0}.name)"
COLUMNS = f"""
k.id, k.title, k.symptom, k.cause, k.workaround, k.ended_why, k.state, k.team_id, team.name AS team,
team.is_confidential, k.owner_id, {CALLED.format("o")} AS owner, k.version, k.created_at,
k.updated_at, k.ended_at
"""
FROM = """
FROM problems_problem k JOIN teams_team team ON team.id = k.team_id
LEFT JOIN people_person o ON o.id = k.owner_id
"""
# Tickets one handles; of others no more than how many, and of confidential teams not even that.
TALLY = f"""
SELECT count(*) FILTER (WHERE {ticket_scope.HANDLED}) AS tickets,
    count(*) FILTER (WHERE {ticket_scope.HANDLED}
        AND t.status NOT IN ('resolved', 'closed')) AS active,
    count(*) FILTER (WHERE NOT {ticket_scope.HANDLED} AND NOT x.is_confidential) AS elsewhere
FROM problems_attached a JOIN tickets_ticket t ON t.id = a.ticket_id
JOIN teams_team x ON x.id = t.team_id WHERE a.problem_id = k.id
"""


def problems(
    actor: Actor,
    *,
    show: str = "all",
    query: str = "",
    team_id: int | None = None,
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """The problems one may read, the latest change first, and the next cursor; `query`'s words are
    all in what is written of each, in any spelling of case and accents."""
    limit = max(1, min(limit, 200))
    params = {**_params(actor), "limit": limit + 1, "team": team_id, "asked": _asked(query)}
    after = ""
    if cursor:
        params["at"], params["id"] = read_cursor(cursor)
        after = "AND (k.updated_at, k.id) < (%(at)s, %(id)s)"
    found = rows(
        f"""
        SELECT p.*, n.tickets, n.active, n.elsewhere FROM (
            SELECT {COLUMNS} {FROM}
            WHERE {scope.READ} AND {_WHICH.get(show, "true")} {after}
                AND (%(team)s::bigint IS NULL OR k.team_id = %(team)s::bigint)
                AND (%(asked)s::text[] IS NULL OR k.folded LIKE ALL(%(asked)s::text[]))
            ORDER BY k.updated_at DESC, k.id DESC LIMIT %(limit)s) p
        CROSS JOIN LATERAL ({TALLY.replace("k.id", "p.id")}) n
        ORDER BY p.updated_at DESC, p.id DESC
        """,
        params,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], write_cursor(last["updated_at"], last["id"])


def counts(actor: Actor) -> dict[str, int]:
    """How many problems of each sort one may read: `open`, `known_error`, `ended`."""
    found = row(
        f"""
        SELECT {", ".join(f"count(*) FILTER (WHERE {_WHICH[name]}) AS {name}" for name in SHOWN[:3])}
        FROM problems_problem k JOIN teams_team team ON team.id = k.team_id WHERE {scope.READ}
        """,
        scope.params(actor),
    )
    return found or {}


def candidates(actor: Actor) -> list[Row]:
    """What looks like one cause among tickets of one's teams and waits for somebody to decide, the
    most tickets first; `titles` are some of their subjects."""
    return rows(
        f"""
        SELECT c.id, c.team_id, team.name AS team, c.words, c.since, c.usual, c.chance, c.found_at,
            n.tickets, n.titles, c.team_id = ANY(%(changed)s) OR %(system)s AS may_decide
        FROM problems_candidate c JOIN teams_team team ON team.id = c.team_id
        CROSS JOIN LATERAL (SELECT count(*) AS tickets,
                (array_agg(t.subject ORDER BY t.id DESC))[1:3] AS titles
            FROM tickets_ticket t WHERE t.id = ANY(c.tickets) AND {ticket_scope.HANDLED}) n
        WHERE c.state = 'suggested' AND c.found_at > %(since)s AND n.tickets > 0
            AND (c.team_id = ANY(%(teams)s) OR %(system)s)
        ORDER BY n.tickets DESC, c.id DESC LIMIT 10
        """,
        {**_params(actor), "since": clock.now() - looking.STRETCH * 7},
    )


def known_teams(actor: Actor) -> list[Row]:
    """The teams whose problems one may read, those that have any, by name."""
    return rows(
        "SELECT team.id, team.name FROM teams_team team WHERE EXISTS (SELECT FROM problems_problem k"
        f" WHERE k.team_id = team.id) AND {scope.READ} ORDER BY team.name",
        scope.params(actor),
    )


def teams(actor: Actor) -> list[Row]:
    """The teams for which one may open a problem, by name."""
    return rows(
        "SELECT team.id, team.name FROM teams_team team WHERE team.is_active"
        " AND (team.id = ANY(%(changed)s) OR %(system)s) ORDER BY team.name",
        scope.params(actor),
    )


def may_see(actor: Actor) -> bool:
    """True for agents: a known error helps whoever answers."""
    return actor.is_agent or actor.is_system


def _params(actor: Actor) -> dict[str, object]:
    return {**ticket_scope.params(actor), **scope.params(actor)}


def _asked(query: str) -> list[str] | None:
    told = fold(query).replace("\\", " ").replace("%", " ").replace("_", " ").split()[:8]
    return [f"%{word}%" for word in told] or None
