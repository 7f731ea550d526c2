from __future__ import annotations

from datetime import datetime
from typing import Any

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences
from balcao.service.assets import scope as asset_scope
from balcao.service.problems import scope as problem_scope
from balcao.service.tickets import scope as ticket_scope

from .. import scope
from .listing import CALLED, COLUMNS, FROM


def change(actor: Actor, change_id: int) -> Row:
    """One change with its plan and what the reader may do with it; NotFound outside the scope.

    `problem` and `problem_id` are there for who may read that problem.
    """
    found = row(
        f"""
        SELECT {COLUMNS}, c.answers, c.plan, c.back_out, c.urgent_why, c.rule_id, u.name AS rule,
            c.audience, c.notice, c.decided_at, c.decision_why, {CALLED.format("d")} AS decided_by,
            c.review, c.reviewed_at, {CALLED.format("v")} AS reviewed_by,
            k.id AS problem_id, k.title AS problem,
            {scope.CHANGED} AS may_change, {scope.SUPERVISED} AS may_supervise
        {FROM}
        LEFT JOIN approvals_rule u ON u.id = c.rule_id
        LEFT JOIN people_person d ON d.id = c.decided_by_id
        LEFT JOIN people_person v ON v.id = c.reviewed_by_id
        LEFT JOIN (SELECT k.id, k.title FROM problems_problem k
            JOIN teams_team team ON team.id = k.team_id WHERE {problem_scope.READ}) k
            ON k.id = c.problem_id
        WHERE c.id = %(change)s AND {scope.READ}
        """,
        {**problem_scope.params(actor), **scope.params(actor), "change": change_id},
    )
    if found is None:
        raise NotFound()
    return found


def touched(actor: Actor, change_id: int) -> list[Row]:
    """The assets a change touches, of those one keeps, by number."""
    return rows(
        f"""
        SELECT a.id, a.number, a.name FROM changes_touched x JOIN assets_asset a ON a.id = x.asset_id
        JOIN changes_change c ON c.id = x.change_id JOIN teams_team team ON team.id = c.team_id
        WHERE x.change_id = %(change)s AND {scope.READ} AND {asset_scope.kept("a")}
        ORDER BY a.number
        """,
        {**asset_scope.params(actor), **scope.params(actor), "change": change_id},
    )


def tickets(actor: Actor, change_id: int) -> list[Row]:
    """The tickets it has to do with that one handles, newest first."""
    return rows(
        f"""
        SELECT t.id, t.protocol, t.subject, t.status FROM changes_concern x
        JOIN tickets_ticket t ON t.id = x.ticket_id
        JOIN changes_change c ON c.id = x.change_id JOIN teams_team team ON team.id = c.team_id
        WHERE x.change_id = %(change)s AND {scope.READ} AND {ticket_scope.HANDLED}
        ORDER BY t.id DESC LIMIT 100
        """,
        {**ticket_scope.params(actor), **scope.params(actor), "change": change_id},
    )


def of_ticket(actor: Actor, ticket_id: int) -> list[Row]:
    """The changes that a ticket one handles has to do with, newest first."""
    return rows(
        f"""
        SELECT c.id, c.title, c.state, c.starts_at, c.ends_at FROM changes_concern x
        JOIN tickets_ticket t ON t.id = x.ticket_id
        JOIN changes_change c ON c.id = x.change_id JOIN teams_team team ON team.id = c.team_id
        WHERE x.ticket_id = %(ticket)s AND {scope.READ} AND {ticket_scope.HANDLED}
        ORDER BY c.id DESC LIMIT 20
        """,
        {**ticket_scope.params(actor), **scope.params(actor), "ticket": ticket_id},
    )


def announced(actor: Actor, since: datetime, until: datetime) -> list[Row]:
    """What readers are told of changes that happen between two instants: `notice` by language, the
    window, the state; no more of the change than that. The earliest first.

    For any reader, also one nobody knows: it follows the audience of each change alone, and only what
    was agreed to, happens or has happened is told.
    """
    params: dict[str, Any] = {**audiences.params(actor), "since": since, "until": until}
    return rows(
        f"""
        SELECT c.id, c.notice, c.state, c.starts_at, c.ends_at, c.began_at, c.ended_at
        FROM changes_change c
        WHERE {audiences.reads("c.audience")} AND cardinality(c.audience) > 0
            AND c.state IN ('approved', 'running', 'done', 'reviewed')
            AND c.starts_at < %(until)s AND coalesce(c.ended_at, c.ends_at) > %(since)s
        ORDER BY c.starts_at, c.id LIMIT 100
        """,
        params,
    )


def history(actor: Actor, change_id: int) -> list[Row]:
    """What happened to a change one may read, oldest first, with who did it."""
    change(actor, change_id)
    return rows(
        f"""
        SELECT e.id, e.at, e.name, e.data, {CALLED.format("p")} AS actor FROM events_event e
        LEFT JOIN people_person p ON p.id = e.actor_id
        WHERE e.subject_type = 'change' AND e.subject_id = %(change)s
            AND e.name IN ('ChangePlanned', 'ChangeRewritten', 'ChangeMoved')
        ORDER BY e.id LIMIT 200
        """,
        {"change": change_id},
    )
