from __future__ import annotations

from dataclasses import dataclass

from balcao.events.facts import Fact


@dataclass(frozen=True, slots=True)
class MembershipSet(Fact):
    subject_type = "membership"
    person_id: int
    team_id: int
    role: str


@dataclass(frozen=True, slots=True)
class MembershipEnded(Fact):
    subject_type = "membership"
    person_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class GrantSet(Fact):
    subject_type = "grant"
    grant: str
    held: bool


@dataclass(frozen=True, slots=True)
class PasswordSet(Fact):
    subject_type = "person"
    handle_id: int


@dataclass(frozen=True, slots=True)
class TokenIssued(Fact):
    subject_type = "token"
    person_id: int


@dataclass(frozen=True, slots=True)
class TokenRevoked(Fact):
    subject_type = "token"
    person_id: int


@dataclass(frozen=True, slots=True)
class FeedAddressMade(Fact):
    subject_type = "feed_address"
    person_id: int
    what: str


@dataclass(frozen=True, slots=True)
class FeedAddressRevoked(Fact):
    subject_type = "feed_address"
    person_id: int
    what: str


@dataclass(frozen=True, slots=True)
class SignInLinkMade(Fact):
    subject_type = "token"
    person_id: int
    purpose: str


@dataclass(frozen=True, slots=True)
class SignedIn(Fact):
    subject_type = "session"
    level: str


@dataclass(frozen=True, slots=True)
class SessionsEnded(Fact):
    subject_type = "session"
    why: str


@dataclass(frozen=True, slots=True)
class GlassBroken(Fact):
    subject_type = "team"
    break_glass_id: int
