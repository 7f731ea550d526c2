"""Who is acting, and under which hat: the first argument of every action and query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from .errors import Forbidden


class Hat(StrEnum):
    """The relation under which a person acts."""

    AGENT = "agent"
    INTERNAL = "internal"
    EXTERNAL = "external"


class Role(StrEnum):
    """What a membership of one team allows."""

    SUPERVISOR = "supervisor"
    AGENT = "agent"
    LIGHT = "light"


class Grant(StrEnum):
    """A company-wide permission; none of them reads a ticket by itself."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"


class Permission(StrEnum):
    """What may be required, on a team or company-wide."""

    READ_TICKET = "ticket.read"
    WRITE_NOTE = "ticket.note"
    REPLY = "ticket.reply"
    CHANGE_TICKET = "ticket.change"
    SUPERVISE = "team.supervise"
    READ_DOCUMENT = "person.document"
    ADMINISTER = "company.administer"
    READ_FIGURES = "company.figures"
    ASK = "survey.ask"
    WRITE_KNOWLEDGE = "knowledge.write"
    PUBLISH_KNOWLEDGE = "knowledge.publish"
    OFFER = "catalog.offer"
    KEEP_ASSETS = "assets.keep"
    ANNOUNCE = "announcement.publish"
    KEEP_STATUS = "status.keep"


ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.LIGHT: frozenset({Permission.READ_TICKET, Permission.WRITE_NOTE}),
        Role.AGENT: frozenset(
            {
                Permission.READ_TICKET,
                Permission.WRITE_NOTE,
                Permission.REPLY,
                Permission.CHANGE_TICKET,
                Permission.WRITE_KNOWLEDGE,
                Permission.KEEP_ASSETS,
            }
        ),
        Role.SUPERVISOR: frozenset(
            {
                Permission.READ_TICKET,
                Permission.WRITE_NOTE,
                Permission.REPLY,
                Permission.CHANGE_TICKET,
                Permission.SUPERVISE,
                Permission.READ_DOCUMENT,
                Permission.ASK,
                Permission.WRITE_KNOWLEDGE,
                Permission.PUBLISH_KNOWLEDGE,
                Permission.OFFER,
                Permission.KEEP_ASSETS,
                Permission.ANNOUNCE,
                Permission.KEEP_STATUS,
            }
        ),
    }
)

GRANT_PERMISSIONS: Mapping[Grant, frozenset[Permission]] = MappingProxyType(
    {
        Grant.ADMINISTRATOR: frozenset(
            {
                Permission.ADMINISTER,
                Permission.ASK,
                Permission.OFFER,
                Permission.KEEP_ASSETS,
                Permission.ANNOUNCE,
                Permission.KEEP_STATUS,
            }
        ),
        Grant.DIRECTOR: frozenset({Permission.READ_FIGURES}),
    }
)

_NO_TEAMS: Mapping[int, Role] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person under some of their hats, with what each of them allows.

    `teams` maps team id to role and is empty without the agent hat. `organizations` holds the
    ids of organizations whose tickets are shared with this person, `followed` those of tickets
    opened by protocol and code. `kinds` are those of the person's relationships that last today,
    as far as the hats worn go. `is_system` marks the desk itself (intake, jobs, demo): it may do
    everything and is nobody.
    """

    person_id: int | None = None
    user_id: int | None = None
    hats: frozenset[Hat] = frozenset()
    teams: Mapping[int, Role] = field(default_factory=lambda: _NO_TEAMS)
    grants: frozenset[Grant] = frozenset()
    organizations: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    language: str = "pt-br"
    zone: str = "America/Sao_Paulo"
    is_system: bool = False

    @property
    def me(self) -> int:
        """The acting person's id; Forbidden for nobody and for the desk itself."""
        if self.person_id is None:
            raise Forbidden()
        return self.person_id

    @property
    def is_agent(self) -> bool:
        """True when acting for at least one team."""
        return Hat.AGENT in self.hats and bool(self.teams)

    @property
    def sides(self) -> list[str]:
        """The client sides open to this actor, as stored on tickets."""
        return [str(hat) for hat in (Hat.EXTERNAL, Hat.INTERNAL) if hat in self.hats]

    @property
    def team_ids(self) -> list[int]:
        """Ids of the teams acted for, in a stable order."""
        return sorted(self.teams) if Hat.AGENT in self.hats else []

    def may(self, permission: Permission, team_id: int | None = None) -> bool:
        """True when the permission is held on that team, or company-wide without one."""
        if self.is_system:
            return True
        if any(permission in GRANT_PERMISSIONS[grant] for grant in self.grants):
            return True
        if team_id is None or Hat.AGENT not in self.hats:
            return False
        role = self.teams.get(team_id)
        return role is not None and permission in ROLE_PERMISSIONS[role]

    def may_anywhere(self, permission: Permission) -> bool:
        """True when the permission is held company-wide or on any team."""
        return self.may(permission) or any(self.may(permission, team) for team in self.team_ids)

    def teams_where(self, permission: Permission) -> list[int]:
        """Ids of the teams on which the permission is held."""
        return [team for team in self.team_ids if self.may(permission, team)]

    def wearing(self, *hats: Hat) -> Actor:
        """The same person with only these of their hats; a client has neither teams nor grants."""
        kept = self.hats & set(hats)
        if Hat.AGENT in kept:
            return replace(self, hats=kept)
        return replace(self, hats=kept, teams=_NO_TEAMS, grants=frozenset())


SYSTEM = Actor(is_system=True)
NOBODY = Actor()


def require(actor: Actor, permission: Permission, team_id: int | None = None) -> None:
    """Raise Forbidden unless the actor holds the permission."""
    if not actor.may(permission, team_id):
        raise Forbidden()
