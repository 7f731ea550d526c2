"""Whom a ticket goes to, and why: pure, without database, clock or settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVEL_MIN, LEVEL_MAX = 1, 5
DEFAULT_LIMIT = 8
LIMIT_MAX = 500
LAPSES_AFTER_MISSES = 5
SKIP_LASTS = timedelta(hours=8)
_LONG_AGO = timedelta(days=36_500)


class State(StrEnum):
    """Whether somebody takes work, and if not, why."""

    AVAILABLE = "available"
    BUSY = "busy"
    BREAK = "break"
    TRAINING = "training"
    AWAY = "away"


STATE_LABELS: list[tuple[str, Promise]] = [
    (State.AVAILABLE, _("Available")),
    (State.BUSY, _("Busy")),
    (State.BREAK, _("On a break")),
    (State.TRAINING, _("In training")),
    (State.AWAY, _("Away")),
]


class Act(StrEnum):
    """What the desk did by itself."""

    ASSIGNED = "assigned"
    RETURNED = "returned"
    OVERFLOWED = "overflowed"


class Why(StrEnum):
    """Why it did so."""

    LAST_AGENT = "last_agent"
    ONLY_ONE = "only_one"
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"
    LOWEST_NUMBER = "lowest_number"
    NOBODY = "nobody"
    WENT_AWAY = "went_away"
    VANISHED = "vanished"
    SKIPPED = "skipped"
    WAITED = "waited"


WHY_LABELS: dict[str, Promise] = {
    Why.LAST_AGENT: _("Answered this client last, and is free"),
    Why.ONLY_ONE: _("The only one who can take it now"),
    Why.LEAST_LOADED: _("Has the most room of those who can take it"),
    Why.LONGEST_IDLE: _("As much room as others, and waited longest for a ticket"),
    Why.LOWEST_NUMBER: _("Equal to others in everything; somebody had to be chosen"),
    Why.NOBODY: _("Nobody can take it now"),
    Why.WENT_AWAY: _("Went away before touching it"),
    Why.VANISHED: _("Gave no more sign of life before touching it"),
    Why.SKIPPED: _("Passed it on"),
    Why.WAITED: _("Waited too long in its team"),
}


class Passed(StrEnum):
    """Why somebody did not get a ticket."""

    BUSY = "busy"
    BREAK = "break"
    TRAINING = "training"
    AWAY = "away"
    REQUESTER = "requester"
    SKIPPED = "skipped"
    LANGUAGE = "language"
    SKILL = "skill"
    FULL = "full"
    NOT_LAST = "not_last"
    MORE_LOADED = "more_loaded"
    LESS_IDLE = "less_idle"
    EQUAL = "equal"


PASSED_LABELS: dict[str, Promise] = {
    Passed.BUSY: _("Busy"),
    Passed.BREAK: _("On a break"),
    Passed.TRAINING: _("In training"),
    Passed.AWAY: _("Away"),
    Passed.REQUESTER: _("It is their own request"),
    Passed.SKIPPED: _("Passed it on before"),
    Passed.LANGUAGE: _("Doesn't answer in the client's language"),
    Passed.SKILL: _("Lacks a skill it needs"),
    Passed.FULL: _("No capacity"),
    Passed.NOT_LAST: _("Free, but the client's last agent was free too"),
    Passed.MORE_LOADED: _("Free, with less room"),
    Passed.LESS_IDLE: _("Free, but got a ticket more recently"),
    Passed.EQUAL: _("Free, and equal in everything"),
}
_NOT_HERE = {
    State.BUSY: Passed.BUSY,
    State.BREAK: Passed.BREAK,
    State.TRAINING: Passed.TRAINING,
    State.AWAY: Passed.AWAY,
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a ticket asks of its agent: the least level of each skill, by the skill's id.

    `languages` are those of the skills that are languages; `last_agent` is given only where
    tickets stick to whoever answered the client last. Nobody is given what they asked themselves.
    """

    channel: str = ""
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[int] = frozenset()
    last_agent: int | None = None
    skipped_by: frozenset[int] = frozenset()
    asked_by: int | None = None

    @property
    def likeness(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The same for tickets that the same people can take."""
        return self.channel, tuple(sorted(self.skills.items()))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who answers for the team: how much they have, may have, and can do.

    `loads` and `limits` are by channel, the empty one for all of them together; `idle_since` is
    when they last got a ticket, or became available if that was later.
    """

    person_id: int
    state: State
    loads: Mapping[str, int]
    limits: Mapping[str, int]
    skills: Mapping[int, int]
    idle_since: datetime | None = None

    def fullness(self, channel: str) -> float:
        """The share of their capacity in use, 1 and more when full, on the channel or in all."""
        in_all, on_it = self.limits.get(""), self.limits.get(channel) if channel else None
        share = 0.0 if in_all is None else _share(self.loads.get("", 0), in_all)
        return share if on_it is None else max(share, _share(self.loads.get(channel, 0), on_it))


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets the ticket (None for nobody), why, and whom that left out for which reason.

    `left_out` holds skills that nobody in the team has: waiting for them would be for ever.
    """

    person_id: int | None
    why: Why
    passed_over: Mapping[int, Passed]
    left_out: frozenset[int] = frozenset()


def choose(needs: Needs, candidates: Sequence[Candidate], at: datetime) -> Choice:
    """The client's last agent when free; else who has the most room; then who waited longest.

    Equal in everything, the lowest number. A clock that went backwards makes nobody idle for a
    negative time: it counts as none.
    """
    missing = frozenset(needs.skills) - _held_by_anybody(needs, candidates)
    passed: dict[int, Passed] = {}
    free: list[Candidate] = []
    for candidate in candidates:
        obstacle = _obstacle(needs, missing, candidate)
        if obstacle is None:
            free.append(candidate)
        else:
            passed[candidate.person_id] = obstacle
    if not free:
        return Choice(None, Why.NOBODY, passed, missing)
    last = next((each for each in free if each.person_id == needs.last_agent), None)
    if last is not None:
        passed |= {each.person_id: Passed.NOT_LAST for each in free if each is not last}
        return Choice(last.person_id, Why.LAST_AGENT, passed, missing)
    return _fairest(needs.channel, free, passed, missing, at)


def _fairest(
    channel: str,
    free: Sequence[Candidate],
    passed: dict[int, Passed],
    missing: frozenset[int],
    at: datetime,
) -> Choice:
    keys = {each.person_id: (each.fullness(channel), -_idle(each, at)) for each in free}
    chosen = min(free, key=lambda each: (*keys[each.person_id], each.person_id))
    own = keys[chosen.person_id]
    whys: set[Passed] = set()
    for each in free:
        if each is not chosen:
            fullness, idle = keys[each.person_id]
            reason = (
                Passed.MORE_LOADED
                if fullness > own[0]
                else Passed.LESS_IDLE
                if idle > own[1]
                else Passed.EQUAL
            )
            passed[each.person_id] = reason
            whys.add(reason)
    return Choice(chosen.person_id, _why(whys), passed, missing)


def _why(reasons: set[Passed]) -> Why:
    """The last thing that decided: what told the chosen apart from the nearest other."""
    if Passed.EQUAL in reasons:
        return Why.LOWEST_NUMBER
    if Passed.LESS_IDLE in reasons:
        return Why.LONGEST_IDLE
    return Why.LEAST_LOADED if reasons else Why.ONLY_ONE


def may_take_anything(candidate: Candidate) -> bool:
    """True for who is available and has room for one more, on some channel at least."""
    return candidate.state is State.AVAILABLE and candidate.fullness("") < 1


def is_lapsed(state: State, misses: int) -> bool:
    """True for who was not seen in so many looks that they must have gone.

    Looks are counted, not hours: a clock that jumps, or a worker that slept, sends nobody home.
    """
    return state is not State.AWAY and misses >= LAPSES_AFTER_MISSES


def _obstacle(needs: Needs, missing: frozenset[int], candidate: Candidate) -> Passed | None:
    if candidate.state is not State.AVAILABLE:
        return _NOT_HERE[candidate.state]
    if candidate.person_id == needs.asked_by:
        return Passed.REQUESTER
    if candidate.person_id in needs.skipped_by:
        return Passed.SKIPPED
    for skill, level in needs.skills.items():
        if skill not in missing and candidate.skills.get(skill, 0) < level:
            return Passed.LANGUAGE if skill in needs.languages else Passed.SKILL
    return Passed.FULL if candidate.fullness(needs.channel) >= 1 else None


def _held_by_anybody(needs: Needs, candidates: Iterable[Candidate]) -> frozenset[int]:
    wanted = needs.skills.items()
    return frozenset(
        skill
        for candidate in candidates
        for skill, level in wanted
        if candidate.skills.get(skill, 0) >= level
    )


def _share(load: int, limit: int) -> float:
    return load / limit if limit else 1.0


def _idle(candidate: Candidate, at: datetime) -> timedelta:
    if candidate.idle_since is None:
        return _LONG_AGO
    return max(at - candidate.idle_since, timedelta())
