"""Who reads an announcement and who looks after it: once, in SQL, over the alias `a`."""

from __future__ import annotations

from typing import Any

from balcao.core import clock
from balcao.core.actor import ROLE_PERMISSIONS, Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences

from . import rules
from .models import Announcement

READS = f"(a.state = 'published' AND {audiences.reads('a.audience')})"
# What is over is still read by whoever looks for it; lists, bells and banners let it go.
LASTS = "(a.expires_at IS NULL OR a.expires_at > %(now)s)"
# A confidential team's is its own, whatever somebody may do company-wide.
KEEPS = """(%(system)s OR a.team_id = ANY(%(teams)s) OR (%(all)s AND NOT EXISTS (
    SELECT FROM teams_team c WHERE c.id = a.team_id AND c.is_confidential)))"""
SEES = f"({KEEPS} OR {READS})"
# Whoever had it before them since it was last asked for again.
IS_READ = """EXISTS (SELECT FROM announcements_reading x
    JOIN announcements_edition y ON y.id = x.edition_id
    WHERE y.announcement_id = a.id AND y.number >= a.asks_from AND x.person_id = {person})"""
IS_CONFIRMED = """EXISTS (SELECT FROM announcements_reading x
    JOIN announcements_edition y ON y.id = x.edition_id
    WHERE y.announcement_id = a.id AND y.number >= a.asks_from AND x.person_id = {person}
        AND x.confirmed_at IS NOT NULL)"""


def params(actor: Actor) -> dict[str, Any]:
    """What the conditions above need to know of the actor."""
    return {
        **audiences.params(actor),
        "system": actor.is_system,
        "all": actor.may(Permission.ANNOUNCE),
        "teams": own_teams(actor),
        "now": clock.now(),
    }


def own_teams(actor: Actor) -> list[int]:
    """The teams for which the actor announces by their role there, whatever they may company-wide."""
    return [
        team
        for team in actor.team_ids
        if Permission.ANNOUNCE in ROLE_PERMISSIONS[actor.teams[team]]
    ]


def teams(actor: Actor) -> list[Row]:
    """The teams in whose name the actor may announce, by name; a confidential one by role alone."""
    return rows(
        "SELECT id, name FROM teams_team WHERE is_active"
        " AND (%(system)s OR id = ANY(%(own)s) OR (%(all)s AND NOT is_confidential)) ORDER BY name",
        {
            "system": actor.is_system,
            "own": own_teams(actor),
            "all": actor.may(Permission.ANNOUNCE),
        },
    )


def may_write(actor: Actor) -> bool:
    """True for whoever may announce something, for a team or for the company."""
    return actor.may_anywhere(Permission.ANNOUNCE)


def kept(actor: Actor, announcement_id: int) -> Announcement:
    """An announcement one looks after, held for a change; NotFound else."""
    return _locked(actor, announcement_id, KEEPS, "FOR UPDATE OF a")


def shared(actor: Actor, announcement_id: int) -> Announcement:
    """An announcement one reads, held against change; NotFound else."""
    return _locked(actor, announcement_id, READS, "FOR SHARE OF a")


def is_standing(announcement: Announcement) -> bool:
    """True while an announcement is read."""
    is_over = announcement.expires_at is not None and announcement.expires_at <= clock.now()
    return announcement.state == rules.State.PUBLISHED and not is_over


def _locked(actor: Actor, announcement_id: int, condition: str, how: str) -> Announcement:
    found = row(
        f"SELECT a.id FROM announcements_announcement a WHERE a.id = %(id)s AND {condition} {how}",
        {**params(actor), "id": announcement_id},
    )
    if found is None:
        raise NotFound()
    return Announcement.objects.get(pk=found["id"])
