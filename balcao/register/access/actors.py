"""The building of actors: who a person is today, and which hats their way in allows."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.conf import settings

from balcao.core import clock
from balcao.core.actor import NOBODY, Actor, Grant, Hat, Role
from balcao.core.sql import row
from balcao.register.people.models import Side
from balcao.register.people.rules import INTERNAL_KINDS, kinds_of

from .models import ApiToken


class Level(StrEnum):
    """How surely somebody is who they say: a link to a mailbox, or the company's own proof."""

    LINK = "link"
    STRONG = "strong"


RIGHTS = """
SELECT p.id, p.language, p.zone, u.id AS user_id,
    ARRAY(SELECT DISTINCT r.kind FROM people_relationship r
            WHERE r.person_id = p.id AND r.since_on <= %(today)s
              AND (r.until_on IS NULL OR r.until_on >= %(today)s)) AS kinds,
    (SELECT jsonb_object_agg(m.team_id, m.role) FROM access_membership m
     JOIN teams_team t ON t.id = m.team_id WHERE m.person_id = p.id AND t.is_active) AS teams,
    ARRAY(SELECT b.team_id FROM access_breakglass b
          WHERE b.person_id = p.id AND b.until_at > %(now)s) AS glass,
    ARRAY(SELECT g.grant FROM access_companygrant g WHERE g.person_id = p.id) AS grants,
    ARRAY(SELECT r.organization_id FROM people_relationship r
          JOIN people_organization o ON o.id = r.organization_id
          WHERE r.person_id = p.id AND o.shares_tickets AND r.since_on <= %(today)s
            AND (r.until_on IS NULL OR r.until_on >= %(today)s)
            AND (%(strong)s OR r.kind = 'customer')) AS organizations
FROM people_person p LEFT JOIN access_user u ON u.person_id = p.id
WHERE p.id = %(person)s AND p.merged_into_id IS NULL AND u.is_active IS NOT FALSE
"""


def actor_of(person_id: int, level: Level) -> Actor:
    """The person's actor today; a link opens the external hat alone. NOBODY when there is none, or
    when their account was switched off.

    The internal and the agent hat need a current internal relationship as well as a strong way in.
    """
    found = row(
        RIGHTS,
        {
            "person": person_id,
            "today": clock.today(),
            "now": clock.now(),
            "strong": level is Level.STRONG,
        },
    )
    return _actor(found, level) if found else NOBODY


def actor_of_token(token: ApiToken) -> Actor:
    """The actor of an API token: a work handle's token is as strong as its person's own sign-in."""
    return actor_of(token.person_id, Level.STRONG if token.handle.is_work else Level.LINK)


def _actor(found: dict[str, Any], level: Level) -> Actor:
    hats = {Hat.EXTERNAL}
    teams: dict[int, Role] = {}
    grants: frozenset[Grant] = frozenset()
    inside = frozenset(found["kinds"]) & frozenset(INTERNAL_KINDS)
    if level is Level.STRONG and inside:
        hats.add(Hat.INTERNAL)
        teams = dict.fromkeys(found["glass"], Role.LIGHT)
        teams |= {int(team): Role(role) for team, role in (found["teams"] or {}).items()}
        grants = frozenset(Grant(grant) for grant in found["grants"])
        if teams:
            hats.add(Hat.AGENT)
    sides = [Side.EXTERNAL] if level is Level.LINK else list(Side)
    return Actor(
        person_id=found["id"],
        user_id=found["user_id"],
        hats=frozenset(hats),
        teams=teams,
        grants=grants,
        organizations=frozenset(found["organizations"]),
        kinds=frozenset(found["kinds"]) & frozenset(kinds_of(sides)),
        language=found["language"] or settings.LANGUAGE_CODE,
        zone=found["zone"] or settings.TIME_ZONE,
    )
