"""Reads of bundles: one line for who asked, every task for who offers them; the actor comes first."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences
from balcao.service.tickets import scope

from . import rules

LISTED = 50
_LAST = "v.number = (SELECT max(n.number) FROM bundles_version n WHERE n.template_id = b.id)"
# Templates of a team are its members'; administrators see all but a confidential team's.
_KEPT = f"""
SELECT b.id, b.names, b.audience, b.is_live, b.team_id, team.name AS team, b.inbox_id, b.owner_id,
    coalesce(nullif(p.preferred_name, ''), p.name) AS owner, v.number, {{what}}
FROM bundles_template b JOIN teams_team team ON team.id = b.team_id
JOIN people_person p ON p.id = b.owner_id
JOIN bundles_version v ON v.template_id = b.id AND {_LAST}
WHERE (team.id = ANY(%(teams)s) OR (%(company)s AND NOT team.is_confidential))"""
_COUNTS = """
count(*) FILTER (WHERE k.state <> 'skipped') AS total,
count(*) FILTER (WHERE k.state = 'done') AS done,
count(*) FILTER (WHERE k.state = 'open' AND k.due_on < %(today)s) AS late"""


def may_look(actor: Actor) -> bool:
    """True for agents, and for who offers templates for the company."""
    return actor.is_agent or actor.may(Permission.OFFER)


def offered(actor: Actor) -> list[Row]:
    """The bundles one may ask for: `id` and `names` by language."""
    return rows(
        f"SELECT b.id, b.names FROM bundles_template b WHERE b.is_live AND {audiences.reads('b.audience')}"
        " ORDER BY b.names->>'pt-br', b.id",
        audiences.params(actor),
    )


def template(actor: Actor, template_id: int) -> tuple[Row, rules.Content]:
    """One that the actor may ask for, with its form and tasks; NotFound otherwise."""
    found = row(
        f"""
        SELECT b.id, b.names, v.content FROM bundles_template b
        JOIN bundles_version v ON v.template_id = b.id AND {_LAST}
        WHERE b.id = %(id)s AND b.is_live AND {audiences.reads("b.audience")}
        """,
        {**audiences.params(actor), "id": template_id},
    )
    if found is None:
        raise NotFound()
    return found, rules.read(found.pop("content"))


def kept(actor: Actor) -> list[Row]:
    """The templates of one's teams, and for administrators of every team that isn't confidential; of
    their tasks the number alone."""
    tasks = "jsonb_array_length(v.content->'tasks') AS tasks"
    ordered = f"{_KEPT.format(what=tasks)} ORDER BY b.names->>'pt-br', b.id"
    return rows(ordered, _own(actor))


def progress(actor: Actor, ticket: Row) -> Row | None:
    """One line for any reader of the requester's ticket: `names`, `done` of `total`, whether it ended.

    Of the departments and their tickets not a word. `ticket` comes from a read within the scope.
    """
    return row(
        f"""
        SELECT t.names, b.ended_at, b.key_date, {_COUNTS}
        FROM bundles_bundle b JOIN bundles_version v ON v.id = b.version_id
        JOIN bundles_template t ON t.id = v.template_id JOIN bundles_task k ON k.bundle_id = b.id
        WHERE b.ticket_id = %(ticket)s GROUP BY t.names, b.ended_at, b.key_date
        """,
        {"ticket": ticket["id"], "today": clock.today()},
    )


def running(actor: Actor, *, cursor: str = "", limit: int = LISTED) -> tuple[list[Row], str | None]:
    """Bundles whose ticket the actor handles, those that go on first, then the newest; next cursor."""
    told = {**scope.params(actor), "today": clock.today(), "limit": limit + 1}
    before = ""
    if cursor:
        told["last_at"], told["last_id"] = read_cursor(cursor)
        before = "AND (b.started_at, b.id) < (%(last_at)s, %(last_id)s)"
    found = rows(
        f"""
        SELECT b.id, b.started_at, b.ended_at, b.key_date, m.names, t.protocol, t.subject,
               coalesce(nullif(p.preferred_name, ''), p.name) AS requester, {_COUNTS}
        FROM bundles_bundle b JOIN bundles_version v ON v.id = b.version_id
        JOIN bundles_template m ON m.id = v.template_id JOIN tickets_ticket t ON t.id = b.ticket_id
        JOIN people_person p ON p.id = t.requester_id JOIN bundles_task k ON k.bundle_id = b.id
        WHERE {scope.HANDLED} {before}
        GROUP BY b.id, m.names, t.protocol, t.subject, p.preferred_name, p.name
        ORDER BY b.started_at DESC, b.id DESC LIMIT %(limit)s
        """,
        told,
    )
    if len(found) <= limit:
        return found, None
    return found[:limit], write_cursor(found[limit - 1]["started_at"], found[limit - 1]["id"])


def bundle(actor: Actor, bundle_id: int) -> Row:
    """One whose ticket the actor handles, with `tasks` in order; NotFound otherwise.

    Of a task's ticket the protocol is told to who handles it; a confidential department's name and
    where its task stands to its members alone.
    """
    found = row(
        f"""
        SELECT b.id, b.started_at, b.ended_at, b.key_date, b.told, m.names, v.content, t.protocol,
               t.subject, coalesce(nullif(p.preferred_name, ''), p.name) AS requester
        FROM bundles_bundle b JOIN bundles_version v ON v.id = b.version_id
        JOIN bundles_template m ON m.id = v.template_id JOIN tickets_ticket t ON t.id = b.ticket_id
        JOIN people_person p ON p.id = t.requester_id
        WHERE b.id = %(id)s AND {scope.HANDLED}
        """,
        {**scope.params(actor), "id": bundle_id},
    )
    if found is None:
        raise NotFound()
    by_key = {task.key: task for task in rules.read(found.pop("content")).tasks}
    return {**found, "tasks": [_task(line, by_key) for line in _tasks(actor, bundle_id)]}


def _tasks(actor: Actor, bundle_id: int) -> list[Row]:
    return rows(
        f"""
        SELECT k.key, k.state, k.due_on, k.due_on < %(today)s AND k.state = 'open' AS is_late,
               dep.public_name AS team,
               dep.is_confidential AND dep.id <> ALL(%(teams)s) AND NOT %(system)s AS is_hidden,
               coalesce((SELECT t.protocol FROM tickets_ticket t
                   WHERE t.id = k.ticket_id AND {scope.HANDLED}), '') AS protocol
        FROM bundles_task k LEFT JOIN tickets_ticket o ON o.id = k.ticket_id
        LEFT JOIN teams_team dep ON dep.id = o.team_id
        WHERE k.bundle_id = %(bundle)s ORDER BY k.position
        """,
        {**scope.params(actor), "bundle": bundle_id, "today": clock.today()},
    )


def _task(line: Row, by_key: dict[str, rules.Task]) -> dict[str, Any]:
    told = by_key[line["key"]]
    shown = {**line, "titles": dict(told.titles), "after": [by_key[k].titles for k in told.after]}
    if line["is_hidden"]:
        shown |= {"team": None, "protocol": ""}
    return shown


def _own(actor: Actor) -> dict[str, Any]:
    company = actor.may(Permission.OFFER)
    return {"teams": actor.team_ids, "company": company}


def may_offer(actor: Actor) -> bool:
    """True for who writes templates, of a team or of the company."""
    return actor.may_anywhere(Permission.OFFER)


def template_to_write(actor: Actor, template_id: int) -> Row:
    """One that the actor may change, `content` as it is kept and its `versions`; NotFound otherwise."""
    one = f"{_KEPT.format(what='v.content')} AND b.id = %(id)s"
    found = row(one, {**_own(actor), "id": template_id})
    if found is None or not actor.may(Permission.OFFER, found["team_id"]):
        raise NotFound()
    found["versions"] = rows(
        """
        SELECT v.number, v.made_at, count(b.id) AS bundles FROM bundles_version v
        LEFT JOIN bundles_bundle b ON b.version_id = v.id
        WHERE v.template_id = %(id)s GROUP BY v.id ORDER BY v.number DESC LIMIT 20
        """,
        {"id": template_id},
    )
    return found
