"""Whom a thing is for: a few words kept with it, and those an actor answers to.

Knowledge, the catalog, announcements and status are all read through this page. A thing's audience is
an array of words, any of which lets a reader in: `public` (everybody, known or not), `internal`
(whoever keeps the company running), a kind of relationship (`customer`, `employee`, `outsourced`,
`contractor`, `supplier`), or `team:7`, those who act for team 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import Actor, Hat
from balcao.core.errors import Invalid
from balcao.register.people.models import RelationshipKind, Side
from balcao.register.people.rules import INTERNAL_KINDS, kinds_of
from balcao.register.teams.models import Team

PUBLIC = "public"
INTERNAL = "internal"
TEAM = "team:"
WORDS = (PUBLIC, RelationshipKind.CUSTOMER.value, INTERNAL, *(str(k) for k in INTERNAL_KINDS))
_LASTS = "r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)"


def audience_field() -> ArrayField[list[str], list[str]]:
    """The column in which a thing keeps whom it is for; nobody until that is said."""
    return ArrayField(models.CharField(max_length=24), default=list)


def words(actor: Actor) -> list[str]:
    """The words this actor answers to, sorted: what two readers share of them, they read alike."""
    sides = [
        *([Side.INTERNAL] if actor.hats & {Hat.AGENT, Hat.INTERNAL} else []),
        *([Side.EXTERNAL] if Hat.EXTERNAL in actor.hats else []),
    ]
    kinds = actor.kinds & set(kinds_of(sides))
    inside = [INTERNAL] if kinds & set(INTERNAL_KINDS) else []
    return sorted([PUBLIC, *inside, *kinds, *(f"{TEAM}{team}" for team in actor.team_ids)])


def reads(column: str) -> str:
    """The condition, in SQL, under which an actor is in the audience of a column; see `params`."""
    return f"(%(every)s OR {column} && %(words)s::varchar[])"


def params(actor: Actor) -> dict[str, Any]:
    """What the condition of `reads` needs to know of the actor."""
    return {"every": actor.is_system, "words": words(actor)}


def is_in(actor: Actor, audience: Iterable[str]) -> bool:
    """True when the actor is in this audience."""
    return actor.is_system or not set(words(actor)).isdisjoint(audience)


def contains(column: str, person: str = "p.id") -> str:
    """The condition, in SQL, under which a person is in the audience of a column today, whichever hat
    they wear; see `today`. Of a team are its members: who looks in through broken glass is none."""
    return f"""('{PUBLIC}' = ANY({column})
    OR EXISTS (SELECT FROM people_relationship r WHERE r.person_id = {person} AND {_LASTS}
        AND (r.kind = ANY({column}) OR ('{INTERNAL}' = ANY({column}) AND r.kind = ANY(%(internal)s))))
    OR (EXISTS (SELECT FROM access_membership m JOIN teams_team t ON t.id = m.team_id AND t.is_active
            WHERE m.person_id = {person} AND '{TEAM}' || m.team_id = ANY({column}))
        AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = {person} AND {_LASTS}
            AND r.kind = ANY(%(internal)s))))"""


def today() -> dict[str, Any]:
    """What the condition of `contains` needs to know."""
    return {"today": clock.today(), "internal": [str(kind) for kind in INTERNAL_KINDS]}


def checked(audience: Iterable[str]) -> list[str]:
    """An audience in its shortest form: what a wider word says already is left out.

    Invalid where it is nobody's, or holds a word that means nothing here.
    """
    wanted = {word.strip() for word in audience} - {""}
    teams = {word for word in wanted if word.startswith(TEAM)}
    numbers = {int(word[len(TEAM) :]) for word in teams if word[len(TEAM) :].isdecimal()}
    known = Team.objects.filter(pk__in=numbers, is_active=True).count()
    if wanted - teams - set(WORDS) or known != len(teams):
        raise Invalid(_("There is no such audience."))
    if not wanted:
        raise Invalid(_("Say whom it is for."))
    if PUBLIC in wanted:
        return [PUBLIC]
    if INTERNAL in wanted:
        wanted -= {*INTERNAL_KINDS, *teams}
    return sorted(wanted)


def told(audience: Iterable[str], teams: Mapping[int, str]) -> list[str]:
    """An audience in words for people, given the names of teams by id; of others only that it is a team."""
    names = {
        PUBLIC: _("Everybody"),
        INTERNAL: _("All inside"),
        **{str(kind): str(kind.label) for kind in RelationshipKind},
    }
    return [
        names.get(word) or teams.get(int(word[len(TEAM) :]), _("A team"))
        for word in sorted(audience)
    ]
