"""What those who look after announcements see of them."""

from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .. import rules, scope

# Of a draft the words being written, of what is read those of the edition that is.
_KEPT = f"""
SELECT a.id, a.team_id, team.name AS team, a.audience, a.state, a.needs_confirmation, a.is_mailed,
    a.mails_customers, a.remind_days, a.publish_at, a.published_at, a.expires_at, a.edition,
    a.recipients,    e.titles, e.bodies, e.question, {scope.LASTS} AS lasts,
    coalesce(nullif(p.preferred_name, ''), p.name) AS author
FROM announcements_announcement a
JOIN announcements_edition e ON e.announcement_id = a.id AND e.number = greatest(a.edition, 1)
LEFT JOIN teams_team team ON team.id = a.team_id
LEFT JOIN people_person p ON p.id = a.author_id
WHERE {scope.KEEPS}
"""


def may_write(actor: Actor) -> bool:
    """True for whoever may announce something, for a team or for the company."""
    return scope.may_write(actor)


def writable_teams(actor: Actor) -> list[Row]:
    """The teams in whose name the actor may announce, by name: `id` and `name`."""
    return scope.teams(actor)


def kept(
    actor: Actor, *, before: int | None = None, limit: int = 50
) -> tuple[list[Row], int | None]:
    """Every announcement one looks after, whatever its state, newest first; and the next `before`."""
    found = rows(
        f"{_KEPT} AND (%(before)s::bigint IS NULL OR a.id < %(before)s::bigint)"
        " ORDER BY a.id DESC LIMIT %(limit)s",
        {**scope.params(actor), "before": before, "limit": limit + 1},
    )
    shown = found[:limit]
    return shown, shown[-1]["id"] if len(found) > limit else None


def draft(actor: Actor, announcement_id: int) -> Row:
    """One announcement with the words it has now, for who looks after it; NotFound else."""
    found = row(f"{_KEPT} AND a.id = %(id)s", {**scope.params(actor), "id": announcement_id})
    if found is None:
        raise NotFound()
    return {**found, "asked": rules.question(found["question"])}


def editions(actor: Actor, announcement_id: int) -> list[Row]:
    """The editions of an announcement one looks after, newest first, with how many confirmed each."""
    return rows(
        f"""
        SELECT e.number, e.titles, e.published_at, e.number >= a.asks_from AS counts,
            coalesce(nullif(p.preferred_name, ''), p.name) AS author,
            (SELECT count(*) FROM announcements_reading x
             WHERE x.edition_id = e.id AND x.confirmed_at IS NOT NULL) AS confirmed
        FROM announcements_edition e
        JOIN announcements_announcement a ON a.id = e.announcement_id
        LEFT JOIN people_person p ON p.id = e.author_id
        WHERE a.id = %(id)s AND e.published_at IS NOT NULL AND {scope.KEEPS}
        ORDER BY e.number DESC
        """,
        {**scope.params(actor), "id": announcement_id},
    )
