from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, rows

from .. import rules, scope
from ..narrowing import Narrow

LISTED = 50
EVERYTHING = Narrow()


class View(StrEnum):
    """The desk's lists."""

    MINE = "mine"
    TEAMS = "teams"
    DUE = "due"
    UNASSIGNED = "unassigned"
    ALL = "all"
    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


_ACTIVE = "t.status IN ('new', 'open', 'pending', 'on_hold')"
_FILTERS = {
    View.MINE: f"t.assignee_id = %(me)s AND {_ACTIVE}",
    View.TEAMS: _ACTIVE,
    View.DUE: "t.due_at IS NOT NULL",
    View.UNASSIGNED: "t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')",
    View.ALL: "true",
    **{View(status): f"t.status = '{status}'" for status in rules.Status},
}


@dataclass(frozen=True, slots=True)
class _Order:
    """By which column a list is sorted, and which way."""

    column: str
    way: str
    beyond: str

    @property
    def by(self) -> str:
        return f"ORDER BY t.{self.column} {self.way}, t.id {self.way}"


_NEWEST = _Order("updated_at", "DESC", "<")
_SOONEST = _Order("due_at", "ASC", ">")

_COLUMNS = """
    t.id, t.protocol, t.subject, t.kind, t.status, t.priority, t.side, t.channel, t.version,
    t.created_at, t.updated_at, t.waiting_since, t.due_at, t.human_asked_at, t.team_id, t.assignee_id, t.requester_id,
    team.name AS team, team.public_name AS public_team,
    coalesce(nullif(a.preferred_name, ''), a.name) AS assignee,
    coalesce(nullif(r.preferred_name, ''), r.name) AS requester, h.value AS requester_address"""

_JOINS = """
    JOIN teams_team team ON team.id = t.team_id
    JOIN people_person r ON r.id = t.requester_id
    LEFT JOIN people_person a ON a.id = t.assignee_id
    LEFT JOIN people_handle h ON h.id = t.requester_handle_id"""

_PREVIEW = """
    (SELECT left(m.body, 160) FROM tickets_message m WHERE m.ticket_id = t.id
     ORDER BY m.id DESC LIMIT 1) AS preview,
    EXISTS (SELECT FROM tickets_message m WHERE m.ticket_id = t.id
            AND m.delivery_state = 'failed') AS has_failed"""

_BY_TEAM = """
    SELECT t.id, t.{column} FROM unnest(%(teams)s::bigint[]) AS mine(team)
    CROSS JOIN LATERAL (SELECT t.id, t.{column} FROM tickets_ticket t
        WHERE t.team_id = mine.team AND {where} {by} LIMIT %(limit)s) t"""

_BY_PLACE = """
    SELECT t.id, t.{column} FROM tickets_place p JOIN tickets_ticket t ON t.id = p.ticket_id
    WHERE p.team_id = ANY(%(teams)s) AND {where} {by} LIMIT %(limit)s"""

_BY_ASKER = """
    SELECT t.id, t.{column} FROM tickets_ticket t
    WHERE {asked} AND {where} {by} LIMIT %(limit)s"""

_BY_ASSIGNEE = """
    SELECT t.id, t.{column} FROM tickets_ticket t
    WHERE t.assignee_id = %(me)s AND {handled} AND {where} {by} LIMIT %(limit)s"""


def page(
    actor: Actor,
    view: View,
    narrow: Narrow = EVERYTHING,
    *,
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """One page of a desk's list, and the cursor of the next, if any.

    Latest change first; of what is due, the soonest or longest overdue.
    """
    where = _FILTERS[view] + narrow.where
    branches = [_BY_ASSIGNEE] if view is View.MINE else [_BY_TEAM, _BY_PLACE]
    order = _SOONEST if view is View.DUE else _NEWEST
    return _listed(actor, branches, where, narrow.params, cursor, limit, f", {_PREVIEW}", order)


def visible(
    actor: Actor,
    *,
    requester: str | None = None,
    status: str | None = None,
    team: str | None = None,
    only_asked: bool = False,
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """Tickets the actor handles, asked for, or sees through an organization; latest change first.

    `requester` is an address, `team` a name; an unknown one gives an empty list. `only_asked`
    leaves out what is merely handled. Who doesn't handle a ticket reads its team's public name and
    no assignee.
    """
    where, told = ["true"], {}
    if status is not None:
        where.append("t.status = %(status)s")
        told["status"] = status
    if requester is not None:
        where.append(
            "t.requester_id = (SELECT person_id FROM people_handle"
            " WHERE channel = 'email' AND value = %(requester)s)"
        )
        told["requester"] = requester.strip().lower()
    if team is not None:
        where.append(
            "t.team_id IN (SELECT n.id FROM teams_team n WHERE lower(n.public_name) = lower(%(named)s)"
            f" OR (lower(n.name) = lower(%(named)s) AND {scope.HANDLED}))"
        )
        told["named"] = team.strip()
    branches = [
        _BY_ASKER.replace("{asked}", scope.ASKED),
        _BY_ASKER.replace("{asked}", scope.SHARED),
    ]
    if not only_asked:
        branches += [_BY_TEAM, _BY_PLACE]
    handled = f", {scope.HANDLED} AS is_handled"
    found, after = _listed(actor, branches, " AND ".join(where), told, cursor, limit, handled)
    return [line if line["is_handled"] else _for_clients(line) for line in found], after


def counts(actor: Actor) -> dict[str, int]:
    """How many tickets each of the desk's lists holds, exactly, and unseen mentions (`for_me`).

    Of what is due it is those overdue, up to a thousand.
    """
    found = rows(
        """
        SELECT status, assignee_id = 0 AS free, assignee_id = %(me)s AS mine,
               sum(change)::bigint AS n
        FROM tickets_tally WHERE team_id = ANY(%(teams)s) GROUP BY 1, 2, 3
        UNION ALL
        SELECT t.status, t.assignee_id IS NULL, coalesce(t.assignee_id = %(me)s, false), count(*)
        FROM tickets_place p JOIN tickets_ticket t ON t.id = p.ticket_id
        WHERE p.team_id = ANY(%(teams)s) AND t.team_id <> ALL(%(teams)s)
          AND p.id = (SELECT min(q.id) FROM tickets_place q
                      WHERE q.ticket_id = t.id AND q.team_id = ANY(%(teams)s))
        GROUP BY 1, 2, 3
        UNION ALL
        SELECT 'for_me', false, false, count(DISTINCT m.ticket_id) FROM tickets_mention m
        JOIN tickets_ticket t ON t.id = m.ticket_id
        WHERE m.person_id = %(me)s AND m.seen_at IS NULL AND """
        + scope.HANDLED
        + """
        UNION ALL
        SELECT 'due', false, false, count(*) FROM (
            SELECT id FROM tickets_ticket WHERE team_id = ANY(%(teams)s) AND due_at <= %(now)s
            UNION
            SELECT t.id FROM tickets_place p JOIN tickets_ticket t ON t.id = p.ticket_id
            WHERE p.team_id = ANY(%(teams)s) AND t.due_at <= %(now)s
            LIMIT 1000) overdue""",
        {**scope.params(actor), "now": clock.now()},
    )
    totals = {str(view): 0 for view in View} | {"for_me": 0}
    for line in found:
        n, status = line["n"], line["status"]
        totals[status] += n
        if status in ("for_me", View.DUE):
            continue
        totals[View.ALL] += n
        if status in rules.ACTIVE:
            totals[View.TEAMS] += n
            totals[View.UNASSIGNED] += n if line["free"] else 0
            totals[View.MINE] += n if line["mine"] else 0
    return totals


def for_me(actor: Actor, also: Iterable[int] = (), *, limit: int = LISTED) -> list[Row]:
    """*Para mim*: tickets with notes that call the actor, unseen first, then those followed.

    `also` are tickets that call the actor by something else: they stand with the first.
    """
    return rows(
        f"""
        SELECT {_COLUMNS}, {_PREVIEW}, f.unseen FROM (
            SELECT ticket_id, bool_or(unseen) AS unseen, max(newest) AS newest FROM (
                SELECT ticket_id, seen_at IS NULL AS unseen, id AS newest FROM tickets_mention
                WHERE person_id = %(me)s
                UNION ALL SELECT ticket_id, false, 0 FROM tickets_follower WHERE person_id = %(me)s
                UNION ALL SELECT id, false, 0 FROM unnest(%(also)s::bigint[]) AS also (id)
            ) called GROUP BY ticket_id
        ) f JOIN tickets_ticket t ON t.id = f.ticket_id {_JOINS}
        WHERE {scope.HANDLED}
        ORDER BY (f.unseen OR t.id = ANY(%(also)s::bigint[])) DESC, t.updated_at DESC, t.id DESC
        LIMIT %(limit)s
        """,
        {**scope.params(actor), "also": list(also), "limit": limit},
    )


def earlier(actor: Actor, person_id: int, *, but: int = 0, limit: int = 6) -> list[Row]:
    """A person's latest tickets within the actor's scope, without the one named."""
    return rows(
        f"""
        SELECT t.id, t.protocol, t.subject, t.status, t.created_at FROM tickets_ticket t
        WHERE t.requester_id = %(person)s AND t.id <> %(but)s AND {scope.HANDLED}
        ORDER BY t.updated_at DESC, t.id DESC LIMIT %(limit)s
        """,
        {**scope.params(actor), "person": person_id, "but": but, "limit": limit},
    )


def _for_clients(line: Row) -> Row:
    return {**line, "team": line["public_team"], "assignee": None, "assignee_id": None}


def _listed(
    actor: Actor,
    branches: list[str],
    where: str,
    told: dict[str, Any],
    cursor: str,
    limit: int,
    further: str,
    order: _Order = _NEWEST,
) -> tuple[list[Row], str | None]:
    limit = max(1, min(limit, 200))
    params = {**scope.params(actor), **told, "limit": limit + 1}
    if cursor:
        params["last_at"], params["last_id"] = read_cursor(cursor)
        where += f" AND (t.{order.column}, t.id) {order.beyond} (%(last_at)s, %(last_id)s)"
    union = " UNION ".join(
        "("
        + branch.replace("{where}", where)
        .replace("{column}", order.column)
        .replace("{by}", order.by)
        .replace("{handled}", scope.HANDLED)
        + ")"
        for branch in branches
    )
    found = rows(
        f"""
        WITH found AS ({union})
        SELECT {_COLUMNS}{further}
        FROM (SELECT t.id, t.{order.column} FROM found t {order.by} LIMIT %(limit)s) f
        JOIN tickets_ticket t ON t.id = f.id {_JOINS}
        {order.by}
        """,
        params,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], write_cursor(last[order.column], last["id"])
