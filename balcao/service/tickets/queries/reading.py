from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows

from .. import rules, scope
from .listing import earlier

_TICKET = """
    t.id, t.protocol, t.subject, t.kind, t.status, t.impact, t.urgency, t.priority, t.side,
    t.channel, t.version, t.created_at, t.updated_at, t.waiting_since, t.due_at, t.human_asked_at, t.resolved_at,
    t.closed_at,
    t.reopened_count, t.team_id, t.assignee_id, t.requester_id, t.organization_id, t.inbox_id,
    team.name AS team, team.public_name AS public_team, team.is_confidential,
    coalesce(nullif(a.preferred_name, ''), a.name) AS assignee,
    coalesce(nullif(r.preferred_name, ''), r.name) AS requester, h.value AS requester_address,
    o.name AS organization, i.address AS inbox"""

_FROM = """
    FROM tickets_ticket t
    JOIN teams_team team ON team.id = t.team_id
    JOIN people_person r ON r.id = t.requester_id
    LEFT JOIN people_person a ON a.id = t.assignee_id
    LEFT JOIN people_handle h ON h.id = t.requester_handle_id
    LEFT JOIN people_organization o ON o.id = t.organization_id
    LEFT JOIN inboxes_inbox i ON i.id = t.inbox_id"""

_FILES = """
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size,
        'content_type', f.content_type, 'is_inline', f.is_inline) ORDER BY f.id)
     FROM tickets_attachment f WHERE f.message_id = m.id), '[]') AS files"""

AS_CLIENTS_SEE = "coalesce(nullif(p.preferred_name, ''), split_part(p.name, ' ', 1))"


def get(
    actor: Actor, protocol: str, *, handled: bool = False, also: Mapping[str, str] | None = None
) -> Row:
    """The ticket of a protocol in any notation, if visible (or handled); else NotFound.

    `is_handled` says whether the actor works on it; what only staff may know is left out
    otherwise. `drafts` are one's own unsent words, under `reply` and `note`. `also` are columns
    of rooms above, each a condition in SQL about `t.id`, so that whoever has nothing to do with the
    ticket costs no statement.
    """
    digits = rules.read_protocol(protocol)
    if digits is None:
        raise NotFound()
    columns = "".join(f", {condition} AS {name}" for name, condition in (also or {}).items())
    found = row(
        f"""
        SELECT {_TICKET}, {scope.HANDLED} AS is_handled,
               {scope.ASKED} AS is_asked,
               ARRAY(SELECT g.name FROM tickets_tag g
                     JOIN tickets_tag_tickets gt ON gt.tag_id = g.id
                     WHERE gt.ticket_id = t.id ORDER BY g.name) AS tags,
               EXISTS (SELECT FROM tickets_follower w
                       WHERE w.ticket_id = t.id AND w.person_id = %(me)s) AS is_followed,
               coalesce((SELECT jsonb_object_agg(CASE WHEN d.is_internal THEN 'note' ELSE 'reply' END,
                    d.body) FROM tickets_draft d
                    WHERE d.ticket_id = t.id AND d.person_id = %(me)s), '{{}}') AS drafts
               {columns}
        {_FROM}
        WHERE t.protocol = %(protocol)s AND {scope.HANDLED if handled else scope.VISIBLE}
        """,
        {**scope.params(actor), "protocol": digits},
    )
    if found is None:
        raise NotFound()
    return found if found["is_handled"] else _for_clients(found)


def thread(actor: Actor, ticket: Row) -> list[Row]:
    """The ticket's messages with their files, oldest first.

    Notes, and why the desk put a message where it is, only for who handles the ticket; others
    read staff by the name they show to clients.
    """
    staff = _handles(actor, ticket)
    name = "coalesce(nullif(p.preferred_name, ''), p.name)" if staff else AS_CLIENTS_SEE
    found = rows(
        f"""
        SELECT m.id, m.kind, m.channel, m.body, m.html <> '' AS has_html,
               m.original, m.original <> '' AND m.original <> m.body AS has_original,
               m.raw_id, m.recipients, m.reason, m.is_verified, m.delivery_state,
               m.delivery_note, m.created_at, m.author_id, {name} AS author,
               (SELECT h.value FROM people_handle h WHERE h.person_id = m.author_id
                AND h.channel = 'email' ORDER BY (h.id = t.requester_handle_id) DESC,
                h.id IN (SELECT x.handle_id FROM tickets_participant x
                         WHERE x.ticket_id = t.id) DESC,
                (h.is_work = (m.kind <> 'incoming' OR t.side = 'internal')) DESC,
                h.is_primary DESC, h.id LIMIT 1) AS author_address,
               {_FILES}
        FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
        LEFT JOIN people_person p ON p.id = m.author_id
        WHERE m.ticket_id = %(ticket)s AND (%(staff)s OR m.kind IN ('incoming', 'outgoing'))
        ORDER BY m.id
        """,
        {"ticket": ticket["id"], "staff": staff},
    )
    return found if staff else [_message_for_clients(line, ticket) for line in found]


def message(actor: Actor, message_id: int) -> Row:
    """One message with its HTML and original, within the same audience; else NotFound."""
    found = row(
        f"""
        SELECT m.id, m.ticket_id, m.kind, m.body, m.html, m.original, m.raw_id, m.created_at,
               {_FILES}, t.protocol,
               coalesce((SELECT jsonb_object_agg(f.content_id, f.id) FROM tickets_attachment f
                WHERE f.message_id = m.id AND f.content_id <> ''), '{{}}') AS inline
        FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id
        WHERE m.id = %(message)s AND ({scope.HANDLED}
            OR (m.kind IN ('incoming', 'outgoing') AND {scope.VISIBLE}))
        """,
        {**scope.params(actor), "message": message_id},
    )
    if found is None:
        raise NotFound()
    return found


def attachment(actor: Actor, attachment_id: int) -> Row:
    """A file's name, type and storage key, within the audience of its message; else NotFound."""
    found = row(
        f"""
        SELECT f.id, f.name, f.content_type, f.size, f.key, f.is_inline, m.ticket_id
        FROM tickets_attachment f JOIN tickets_message m ON m.id = f.message_id
        JOIN tickets_ticket t ON t.id = m.ticket_id
        WHERE f.id = %(file)s AND ({scope.HANDLED}
            OR (m.kind IN ('incoming', 'outgoing') AND {scope.VISIBLE}))
        """,
        {**scope.params(actor), "file": attachment_id},
    )
    if found is None:
        raise NotFound()
    return found


def timeline(actor: Actor, ticket: Row) -> list[Row]:
    """Every fact of a ticket one handles, oldest first, with the actors' names and the reasons."""
    if not _handles(actor, ticket):
        return []
    return rows(
        """
        SELECT e.id, e.at, e.name, e.data, coalesce(nullif(p.preferred_name, ''), p.name) AS actor,
               y.text AS reason,
               (SELECT coalesce(nullif(q.preferred_name, ''), q.name) FROM people_person q
                WHERE e.name = 'TicketAssigned' AND q.id = (e.data->>'after')::bigint) AS assignee,
               (SELECT team.name FROM teams_team team
                WHERE e.name = 'TicketTransferred' AND team.id = (e.data->>'after')::bigint) AS team
        FROM events_event e
        LEFT JOIN people_person p ON p.id = e.actor_id
        LEFT JOIN tickets_reason y ON y.event_id = e.id
        WHERE e.subject_type = 'ticket' AND e.subject_id = %(ticket)s ORDER BY e.id
        """,
        {"ticket": ticket["id"]},
    )


def side_panel(actor: Actor, ticket: Row) -> dict[str, Any]:
    """What stands beside a ticket one handles: the requester's other tickets, links and places."""
    if not _handles(actor, ticket):
        return {"earlier": [], "links": [], "places": []}
    params = {**scope.params(actor), "ticket": ticket["id"]}
    related = rows(
        f"""
        SELECT 'link' AS what, t.protocol, t.subject AS name, l.reason
        FROM tickets_link l JOIN tickets_ticket t ON t.id = l.other_id
        WHERE l.ticket_id = %(ticket)s AND {scope.HANDLED}
        UNION ALL
        SELECT 'place', '', team.name, '' FROM tickets_place p
        JOIN teams_team team ON team.id = p.team_id WHERE p.ticket_id = %(ticket)s
        """,
        params,
    )
    return {
        "earlier": earlier(actor, ticket["requester_id"], but=ticket["id"]),
        "links": [line for line in related if line["what"] == "link"],
        "places": [line["name"] for line in related if line["what"] == "place"],
    }


def mentionable(actor: Actor, ticket: Row) -> list[Row]:
    """Those who handle the ticket and may be called into a note, by name."""
    if not _handles(actor, ticket):
        return []
    return rows(
        """
        SELECT DISTINCT p.id, p.folded_name, coalesce(nullif(p.preferred_name, ''), p.name) AS called
        FROM access_membership m
        JOIN people_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
        WHERE m.team_id = %(team)s OR m.team_id IN
            (SELECT team_id FROM tickets_place WHERE ticket_id = %(ticket)s)
        ORDER BY p.folded_name
        """,
        {"team": ticket["team_id"], "ticket": ticket["id"]},
    )


def canned_replies(actor: Actor) -> list[Row]:
    """Replies kept ready for the actor's teams and for everybody, by title."""
    if not actor.is_agent:
        return []
    return rows(
        "SELECT id, title, shortcut, body, team_id FROM tickets_cannedreply"
        " WHERE team_id IS NULL OR team_id = ANY(%(teams)s) ORDER BY title, id",
        {"teams": actor.team_ids},
    )


def writing(actor: Actor, ticket: Row) -> list[str]:
    """Who else is writing in a ticket one handles just now, by name."""
    if not _handles(actor, ticket):
        return []
    found = rows(
        """
        SELECT DISTINCT p.folded_name, coalesce(nullif(p.preferred_name, ''), p.name) AS called
        FROM tickets_draft d JOIN people_person p ON p.id = d.person_id
        WHERE d.ticket_id = %(ticket)s AND d.person_id <> %(me)s AND d.updated_at > %(since)s
        ORDER BY p.folded_name
        """,
        {
            "ticket": ticket["id"],
            "me": actor.person_id or 0,
            "since": clock.now() - rules.STILL_WRITING,
        },
    )
    return [line["called"] for line in found]


def _handles(actor: Actor, ticket: Row) -> bool:
    """Asked of the database once per row by `get`; never taken from anywhere else."""
    return bool(ticket["is_handled"]) or actor.is_system


def _for_clients(found: Row) -> Row:
    hidden = {"impact", "urgency", "assignee", "assignee_id", "tags", "inbox_id", "is_confidential"}
    return {
        **{name: value for name, value in found.items() if name not in hidden},
        "team": found["public_team"],
        "tags": [],
        "assignee": None,
    }


def _message_for_clients(line: Row, ticket: Row) -> Row:
    staff_line = line["kind"] == "outgoing"
    return {
        **line,
        "raw_id": None,
        "reason": "",
        "recipients": {},
        "delivery_state": "",
        "delivery_note": "",
        "author_id": None,
        "author_address": ticket["public_team"] if staff_line else line["author_address"],
    }
