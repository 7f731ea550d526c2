from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.sql import Row, row, rows

from .models import ApiToken


def members(actor: Actor, team_ids: list[int]) -> list[Row]:
    """Who belongs to those of these teams that the asker belongs to, by name.

    Administrators see every team's members.
    """
    allowed = (
        team_ids
        if actor.may(Permission.ADMINISTER)
        else [team for team in team_ids if team in actor.teams]
    )
    return rows(
        """
        SELECT m.team_id, m.person_id, m.role, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
               p.name, p.language, (SELECT h.value FROM people_handle h WHERE h.person_id = p.id AND h.is_work
                AND h.channel = 'email' ORDER BY h.is_primary DESC, h.id LIMIT 1) AS address
        FROM access_membership m
        JOIN people_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
        WHERE m.team_id = ANY(%(teams)s) ORDER BY p.folded_name, p.id
        """,
        {"teams": allowed},
    )


def grants(actor: Actor) -> list[Row]:
    """Who holds which company-wide grant."""
    require(actor, Permission.ADMINISTER)
    return rows(
        'SELECT g.person_id, g."grant", p.name FROM access_companygrant g'
        " JOIN people_person p ON p.id = g.person_id ORDER BY p.folded_name",
    )


def tokens(actor: Actor) -> list[Row]:
    """API tokens: one's own, and everybody's for administrators; newest first."""
    return rows(
        """
        SELECT t.id, t.name, t.created_at, t.last_used_at, t.revoked_at, t.person_id, p.name AS person,
               h.value AS address
        FROM access_apitoken t JOIN people_person p ON p.id = t.person_id
        JOIN people_handle h ON h.id = t.handle_id
        WHERE %(all)s OR t.person_id = %(me)s ORDER BY t.id DESC LIMIT 200
        """,
        {"all": actor.may(Permission.ADMINISTER), "me": _signed_in(actor)},
    )


def sessions(actor: Actor) -> list[Row]:
    """One's own signed-in sessions, newest first."""
    return rows(
        "SELECT s.id, s.session_key, s.level, s.device, s.began_at FROM access_opensession s"
        " JOIN django_session d ON d.session_key = s.session_key AND d.expire_date > %(now)s"
        " WHERE s.person_id = %(me)s ORDER BY s.id DESC",
        {"me": _signed_in(actor), "now": clock.now()},
    )


def feed_addresses(actor: Actor) -> list[Row]:
    """One's own addresses of feeds, newest first; never their secrets."""
    return rows(
        "SELECT f.id, f.what, f.name, f.made_at, f.read_at FROM access_feedaddress f"
        " WHERE f.person_id = %(me)s ORDER BY f.id DESC",
        {"me": _signed_in(actor)},
    )


def broken_glass(actor: Actor) -> list[Row]:
    """Who is looking into the asker's teams from outside just now, and why."""
    return rows(
        """
        SELECT b.id, b.team_id, b.reason, b.at, b.until_at, p.name AS person
        FROM access_breakglass b JOIN people_person p ON p.id = b.person_id
        WHERE b.team_id = ANY(%(teams)s) AND b.until_at > %(now)s AND b.person_id <> %(me)s
        ORDER BY b.id DESC
        """,
        {"teams": actor.team_ids, "now": clock.now(), "me": _signed_in(actor)},
    )


def token_of(actor: Actor, digest: str) -> ApiToken | None:
    """The living token with this digest, if any."""
    return ApiToken.objects.select_related("handle").filter(digest=digest, revoked_at=None).first()


def person_of_address(actor: Actor, address: str) -> Row | None:
    """Person and handle of a mail address, for the desk's own use."""
    if not actor.is_system:
        return None
    return row(
        "SELECT h.person_id, h.id AS handle_id, h.is_work, h.verified_at, p.name FROM people_handle h"
        " JOIN people_person p ON p.id = h.person_id WHERE h.channel = 'email' AND h.value = %(a)s",
        {"a": address.strip().lower()},
    )


def has_administrator(actor: Actor) -> bool:
    """Whether the company has been founded: somebody administers it."""
    found = row(
        "SELECT 1 AS held FROM access_companygrant WHERE \"grant\" = 'administrator' LIMIT 1"
    )
    return found is not None


ADMINISTRATIVE = (
    "brand",
    "canned_reply",
    "calendar",
    "grant",
    "inbox",
    "membership",
    "occasion",
    "organization",
    "person",
    "session",
    "settings",
    "team",
    "token",
)


def audit_trail(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[Row]:
    """Administrative acts of people, newest first, with who did them; for administrators."""
    require(actor, Permission.ADMINISTER)
    return rows(
        """
        SELECT e.id, e.at, e.name, e.subject_type, e.subject_id, e.data, p.name AS actor
        FROM events_event e LEFT JOIN people_person p ON p.id = e.actor_id
        WHERE e.subject_type = ANY(%(kinds)s) AND (%(before)s::bigint IS NULL OR e.id < %(before)s)
          AND (e.actor_id IS NOT NULL OR e.subject_type <> 'person')
        ORDER BY e.id DESC LIMIT %(limit)s
        """,
        {"kinds": list(ADMINISTRATIVE), "before": before, "limit": limit},
    )


def _signed_in(actor: Actor) -> int:
    """The person, once signed in; following a ticket by a code opens nothing else of theirs."""
    return (actor.person_id or 0) if actor.hats else 0
