from __future__ import annotations

from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.sql import Row, rows

DAYS = 30


def teams(actor: Actor) -> list[Row]:
    """How many tickets each team holds, by what they wait for, and its oldest wait.

    A confidential team has no row: its tickets don't exist for others, not even as a count.
    """
    require(actor, Permission.READ_FIGURES)
    return rows(
        """
        SELECT team.name,
            count(t.id) FILTER (WHERE t.status IN ('new', 'open')) AS waiting,
            count(t.id) FILTER (WHERE t.status = 'pending') AS pending,
            count(t.id) FILTER (WHERE t.status = 'on_hold') AS on_hold,
            count(t.id) FILTER (WHERE t.resolved_at > %(since)s) AS resolved,
            min(t.waiting_since) FILTER (WHERE t.status IN ('new', 'open')) AS oldest
        FROM teams_team team LEFT JOIN tickets_ticket t ON t.team_id = team.id
            AND (t.status IN ('new', 'open', 'pending', 'on_hold') OR t.resolved_at > %(since)s)
        WHERE team.is_active AND NOT team.is_confidential
        GROUP BY team.id, team.name ORDER BY team.name
        """,
        {"since": clock.now() - timedelta(days=DAYS)},
    )


def days(actor: Actor) -> list[Row]:
    """Tickets asked for and tickets resolved on each of the last thirty days, by side.

    Days are the company's; confidential teams are left out.
    """
    require(actor, Permission.READ_FIGURES)
    today = clock.today()
    return rows(
        """
        WITH counted AS (
            SELECT t.side, (t.created_at AT TIME ZONE %(zone)s)::date AS day, 1 AS asked, 0 AS solved
            FROM tickets_ticket t JOIN teams_team m ON m.id = t.team_id AND NOT m.is_confidential
            WHERE t.created_at >= %(first)s
            UNION ALL
            SELECT t.side, (t.resolved_at AT TIME ZONE %(zone)s)::date, 0, 1
            FROM tickets_ticket t JOIN teams_team m ON m.id = t.team_id AND NOT m.is_confidential
            WHERE t.resolved_at >= %(first)s
        )
        SELECT side.name AS side, d::date AS day, coalesce(sum(c.asked), 0)::int AS asked,
               coalesce(sum(c.solved), 0)::int AS solved
        FROM (VALUES ('external'), ('internal')) AS side(name)
        CROSS JOIN generate_series(%(from)s::date, %(to)s::date, interval '1 day') AS d
        LEFT JOIN counted c ON c.side = side.name AND c.day = d::date
        GROUP BY 1, 2 ORDER BY 1, 2
        """,
        {
            "zone": clock.zone(),
            "first": clock.now() - timedelta(days=DAYS),
            "from": today - timedelta(days=DAYS - 1),
            "to": today,
        },
    )
