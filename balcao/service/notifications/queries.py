from __future__ import annotations

from balcao.core.actor import Actor
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows

from . import scope

LISTED = 30
# Counting stops where nobody counts any more.
COUNTED = 100


def unseen(actor: Actor) -> int:
    """How many notifications wait for the actor, of tickets they handle now; 100 means more."""
    found = row(
        f"""
        SELECT count(*) AS n FROM (
            SELECT 1 FROM notifications_notification n {scope.TICKET}
            WHERE n.person_id = %(me)s AND n.seen_at IS NULL AND n.in_page AND {scope.READ}
            LIMIT {COUNTED}) counted
        """,
        scope.params(actor),
    )
    return int(found["n"]) if found else 0


def notifications(
    actor: Actor, *, only_unseen: bool = False, cursor: str = "", limit: int = LISTED
) -> tuple[list[Row], str | None]:
    """What the actor was told of, newest first, of tickets they handle now; and the next cursor."""
    limit = max(1, min(limit, 100))
    params = {**scope.params(actor), "limit": limit + 1, "only_unseen": only_unseen}
    before = ""
    if cursor:
        _at, params["before_id"] = read_cursor(cursor)
        before = "AND n.id < %(before_id)s"
    found = rows(
        f"""
        SELECT n.id, n.kind, n.at, n.seen_at, n.message_id, t.protocol, {scope.SUBJECT},
               team.name AS team, coalesce(nullif(p.preferred_name, ''), p.name) AS who,
               {scope.PROMISE}
        FROM notifications_notification n
        {scope.TICKET}
        LEFT JOIN events_event e ON e.id = n.event_id
        LEFT JOIN people_person p ON p.id = e.actor_id
        WHERE n.person_id = %(me)s AND n.in_page AND {scope.READ}
            AND (NOT %(only_unseen)s OR n.seen_at IS NULL) {before}
        ORDER BY n.id DESC LIMIT %(limit)s
        """,
        params,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], write_cursor(last["at"], last["id"])


def unseen_about(actor: Actor, about_type: str, kind: str) -> list[int]:
    """The things of this type of which the actor was told so, and has not seen it; newest first."""
    found = rows(
        "SELECT n.about_id FROM notifications_notification n WHERE n.person_id = %(me)s"
        " AND n.seen_at IS NULL AND n.in_page AND n.about_type = %(type)s AND n.kind = %(kind)s"
        f" ORDER BY n.id DESC LIMIT {COUNTED}",
        {"me": actor.person_id or 0, "type": about_type, "kind": kind},
    )
    return [line["about_id"] for line in found]


def choices(actor: Actor) -> list[Row]:
    """What the actor chose: `kind`, `way`, `team_id` (None is all) and `is_on`."""
    return rows(
        "SELECT kind, way, team_id, is_on FROM notifications_choice WHERE person_id = %(me)s"
        " ORDER BY team_id NULLS FIRST, kind, way",
        {"me": actor.person_id or 0},
    )


def rest(actor: Actor) -> Row | None:
    """The actor's quiet hours as they set them, or None."""
    return row(
        "SELECT quiet_from, quiet_until, is_quiet_at_weekends, digest_at FROM notifications_rest"
        " WHERE person_id = %(me)s",
        {"me": actor.person_id or 0},
    )


def browsers(actor: Actor) -> list[Row]:
    """The actor's browsers that show what is pushed, oldest first."""
    return rows(
        "SELECT id, name, since_at FROM notifications_browser WHERE person_id = %(me)s ORDER BY id",
        {"me": actor.person_id or 0},
    )
