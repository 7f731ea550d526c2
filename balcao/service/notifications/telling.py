"""Who is told of what happened in a ticket: decided once, when it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from django.conf import settings

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows, run
from balcao.events.live import is_hushed, tell
from balcao.events.models import Event

from . import rules
from .waking import DIGEST, PUSH, wake

THESE = "p.id = ANY(%(people)s)"
ASSIGNEE = "p.id = t.assignee_id"
FOLLOWERS = """(p.id IS DISTINCT FROM t.assignee_id
    AND p.id IN (SELECT f.person_id FROM tickets_follower f WHERE f.ticket_id = t.id))"""
ARRIVALS = """(p.id IN (SELECT c.person_id FROM notifications_choice c
        WHERE c.kind = 'arrived' AND c.is_on)
    AND p.id IN (SELECT m.person_id FROM access_membership m WHERE m.team_id = t.team_id))"""
# The assignee, unless gone; else who of the team is there now, or all of it while nobody is.
CALLERS = """(p.id = t.assignee_id OR (p.id IN (
    SELECT m.person_id FROM access_membership m
    WHERE m.team_id = t.team_id AND (
        EXISTS (SELECT FROM routing_presence s
                WHERE s.person_id = m.person_id AND s.state = 'available')
        OR NOT EXISTS (SELECT FROM access_membership o JOIN routing_presence s
                       ON s.person_id = o.person_id AND s.state = 'available'
                       WHERE o.team_id = t.team_id)))
    AND NOT EXISTS (SELECT FROM access_membership a WHERE a.person_id = t.assignee_id AND (
        a.team_id = t.team_id
        OR a.team_id IN (SELECT x.team_id FROM tickets_place x WHERE x.ticket_id = t.id)))))"""

# Only who handles the ticket, and never of one's own acts. A promise that breaks may climb beyond
# the team, unless it is confidential: the one up there reads the protocol and the team, no more.
_TOLD = """
SELECT p.id, p.zone, t.team_id, r.quiet_from, r.quiet_until, r.is_quiet_at_weekends, r.digest_at,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'way', c.way,
        'team_id', c.team_id, 'is_on', c.is_on)) FROM notifications_choice c
        WHERE c.person_id = p.id AND c.kind = %(kind)s), '[]') AS choices
FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
JOIN people_person p ON {who} AND p.merged_into_id IS NULL
LEFT JOIN notifications_rest r ON r.person_id = p.id
WHERE t.id = %(ticket)s AND p.id <> ALL(%(acting)s)
    AND (%(climbs)s AND NOT team.is_confidential
        OR EXISTS (SELECT FROM access_membership m WHERE m.person_id = p.id AND (
            m.team_id = t.team_id
            OR m.team_id IN (SELECT x.team_id FROM tickets_place x WHERE x.ticket_id = t.id))))
ORDER BY p.id
"""

# Of a thing of another room: who is told is that room's to say.
_TOLD_ABOUT = """
SELECT p.id, p.zone, NULL::bigint AS team_id, r.quiet_from, r.quiet_until, r.is_quiet_at_weekends,
    r.digest_at, coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'way', c.way,
        'team_id', c.team_id, 'is_on', c.is_on)) FROM notifications_choice c
        WHERE c.person_id = p.id AND c.kind = %(kind)s), '[]') AS choices
FROM people_person p LEFT JOIN notifications_rest r ON r.person_id = p.id
WHERE p.id = ANY(%(people)s) AND p.id <> ALL(%(acting)s) AND p.merged_into_id IS NULL ORDER BY p.id
"""
_OVER = """
UPDATE notifications_notification n SET seen_at = %(now)s, mail_at = NULL, push_at = NULL
WHERE n.about_type = %(type)s AND n.about_id = %(id)s AND n.kind = %(kind)s AND n.seen_at IS NULL
    AND (%(people)s::bigint[] IS NULL OR n.person_id = ANY(%(people)s::bigint[]))
RETURNING n.person_id
"""

# A second reason to be told of the same message says it once, in the stronger words.
_WRITE = """
INSERT INTO notifications_notification AS n
    (person_id, kind, ticket_id, about_type, about_id, message_id, event_id, at, in_page, mail_at,
    push_at)
VALUES (%(person)s, %(kind)s, %(ticket)s, %(about_type)s, %(about_id)s, %(message)s, %(event)s, %(at)s, %(in_page)s,
    %(mail_at)s, %(push_at)s)
ON CONFLICT DO NOTHING
"""
_WEAKER = """
DELETE FROM notifications_notification n
WHERE n.person_id = %(person)s AND n.message_id = %(message)s AND n.seen_at IS NULL
    AND n.kind = ANY(%(weaker)s)
"""


def tell_people(
    kind: rules.Kind,
    actor: Actor,
    event: Event,
    who: str,
    *,
    people: Sequence[int] = (),
    message_id: int | None = None,
    by: int | None = None,
    is_urgent: bool = False,
) -> int:
    """Write down that these people are told of the event of a ticket; how many they are.

    `who` is one of the conditions above; `by` is whose act it was where the desk only took it in.
    `is_urgent` breaks quiet hours by push.
    """
    if is_hushed():
        return 0
    params = {
        "people": list(people),
        "kind": kind,
        "climbs": kind in rules.CLIMBING,
        "ticket": event.subject_id,
        "acting": [person for person in (actor.person_id, by) if person is not None],
    }
    written = 0
    for person in rows(_TOLD.replace("{who}", who), params):
        written += _write(kind, event, person, message_id, is_urgent)
    return written


def tell_about(kind: rules.Kind, actor: Actor, event: Event, people: Iterable[int]) -> int:
    """Write down that these people are told of the event of a thing of another room; how many.

    The caller has seen that they may know of it: what it is stands on its own page alone.
    """
    if is_hushed():
        return 0
    acting = [actor.person_id] if actor.person_id is not None else []
    params = {"people": sorted(set(people)), "kind": kind, "acting": acting}
    found = rows(_TOLD_ABOUT, params)
    return sum(_write(kind, event, person, None, False, is_ticket=False) for person in found)


def stop_telling(
    kind: rules.Kind, about: tuple[str, int], people: Iterable[int] | None = None
) -> None:
    """What these people (None: whoever) were told of a thing is over: it rings nobody any more."""
    whom = None if people is None else list(people)
    params = {"type": about[0], "id": about[1], "kind": kind, "people": whom, "now": clock.now()}
    for line in rows(_OVER, params):
        tell(f"person:{line['person_id']}")


def hours(person: Row) -> rules.Hours:
    """Somebody's quiet hours, as they chose them or as they are by default."""
    zone = person["zone"] or settings.TIME_ZONE
    if person["quiet_from"] is None:
        return rules.Hours(zone)
    return rules.Hours(
        zone,
        person["quiet_from"],
        person["quiet_until"],
        person["is_quiet_at_weekends"],
        tuple(time.fromisoformat(told) for told in person["digest_at"]) or rules.DIGEST_AT,
    )


def _write(
    kind: rules.Kind,
    event: Event,
    person: Row,
    message_id: int | None,
    is_urgent: bool,
    *,
    is_ticket: bool = True,
) -> int:
    chosen = [rules.Chosen(**choice) for choice in person["choices"]]
    ways = rules.ways(kind, person["team_id"], chosen)
    if not ways:
        return 0
    theirs = hours(person)
    if message_id is not None:
        weaker = rules.STRENGTH[rules.STRENGTH.index(kind) + 1 :]
        run(_WEAKER, {"person": person["id"], "message": message_id, "weaker": weaker})
    values: dict[str, Any] = {
        "person": person["id"],
        "kind": kind,
        "ticket": event.subject_id if is_ticket else None,
        "about_type": "" if is_ticket else event.subject_type,
        "about_id": None if is_ticket else event.subject_id,
        "message": message_id,
        "event": event.pk,
        "at": event.at,
        "in_page": rules.Way.PAGE in ways,
        "mail_at": rules.mail_at(kind, event.at, theirs) if rules.Way.MAIL in ways else None,
        "push_at": rules.push_at(event.at, theirs, is_urgent=is_urgent)
        if rules.Way.PUSH in ways
        else None,
    }
    written = run(_WRITE, values)
    if written:
        tell(f"person:{person['id']}")
        _wake(values)
    return written


def _wake(values: dict[str, Any]) -> None:
    """What may leave at once does not wait for the sweep."""
    for name, due_at in ((DIGEST, values["mail_at"]), (PUSH, values["push_at"])):
        if due_at is not None and due_at <= values["at"]:
            wake(name)
