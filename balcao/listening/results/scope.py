"""Who may read what of a survey: decided here for every way out, once, in SQL.

| Who | What |
|---|---|
| who may edit the survey | every number and comment; single answers of surveys that are not anonymous |
| directors | every number and comment; no single answer |
| who supervises a team | of outside surveys everybody's numbers, and numbers, comments and single answers of their team; of inside ones everybody's number and their team's |
| who was asked | everybody's number, once the round has closed |

Single answers of an inside survey about a ticket are never read by who handled it. A confidential
team's tickets, and its name as a group, are for its members alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row
from balcao.listening.surveys.editing import owner_in

from .rules import Cut

_EDITED = "(%(all)s OR s.team_id = ANY(%(asking)s::bigint[]) OR s.owner_id = %(me)s::bigint)"
_OPEN = """
(NOT EXISTS (SELECT FROM teams_team c WHERE c.id = s.team_id AND c.is_confidential)
    OR s.team_id = ANY(%(mine)s::bigint[]))
"""
_READ = f"({_EDITED} OR ({_OPEN} AND (%(director)s OR cardinality(%(led)s::bigint[]) > 0)))"
SURVEYS = f"""
SELECT s.id, s.name, s.purpose, s.side, s.is_anonymous, s.k, s.comments_k, s.state, s.team_id,
    s.launched_at, s.closed_at, {_EDITED} AS is_edited,
    ARRAY(SELECT c.id::text FROM teams_team c WHERE c.is_confidential AND NOT %(system)s
        AND c.id <> ALL(%(mine)s::bigint[])) AS apart
FROM surveys_survey s WHERE s.launched_at IS NOT NULL AND {_READ}
"""


class Scope(NamedTuple):
    """What somebody may read of one survey; teams are ids as text, as groups are named.

    `is_whole`: every number and comment, by every group but those `apart`; else everybody's
    number and those of `teams`, with comments where `has_words`. Single answers: all of them
    (`has_singles`) or those of `single_teams`.
    """

    is_whole: bool
    teams: tuple[str, ...]
    has_words: bool
    has_singles: bool
    single_teams: tuple[str, ...]
    apart: frozenset[str]

    def may_cut(self, cut: str, value: str = "") -> bool:
        """True where this group's numbers may be read; without a value, some group of the cut."""
        if cut == Cut.TEAM and value in self.apart:
            return False
        if not cut or self.is_whole:
            return True
        return cut == Cut.TEAM and (value in self.teams if value else bool(self.teams))

    def may_read_words(self, cut: str, value: str) -> bool:
        """True where comments of this group may be read."""
        return self.may_cut(cut, value) and (self.is_whole or (self.has_words and bool(cut)))

    @property
    def reads_singles(self) -> bool:
        """True where single answers of somebody may be read."""
        return self.has_singles or bool(self.single_teams)


def params(actor: Actor) -> dict[str, Any]:
    """What SURVEYS asks for."""
    return {
        "all": actor.may(Permission.ASK),
        "asking": actor.teams_where(Permission.ASK),
        "me": owner_in(actor),
        "mine": actor.team_ids,
        "led": _led(actor),
        "director": actor.may(Permission.READ_FIGURES),
        "system": actor.is_system,
    }


def survey(actor: Actor, survey_id: int) -> Row:
    """A survey that was launched, with its `scope`; NotFound for whoever may read nothing of it."""
    found = row(SURVEYS + " AND s.id = %(survey)s", {**params(actor), "survey": survey_id})
    if found is None:
        raise NotFound()
    return {**found, "scope": of(actor, found)}


def of(actor: Actor, found: Row) -> Scope:
    """The scope over a survey that SURVEYS gave."""
    is_external, is_named = found["side"] == "external", not found["is_anonymous"]
    led, apart = tuple(map(str, _led(actor))), frozenset(found["apart"])
    if found["is_edited"]:
        return Scope(True, led, True, is_named, (), apart)
    singles = led if is_external and is_named else ()
    if actor.may(Permission.READ_FIGURES):
        return Scope(True, led, True, False, singles, apart)
    return Scope(False, led, is_external, False, singles, apart)


def require_cut(found: Row, cut: str, value: str = "") -> None:
    """NotFound unless this group's numbers may be read; ValueError for no way of grouping."""
    if cut:
        Cut(cut)
    if not found["scope"].may_cut(cut, value):
        raise NotFound()


def _led(actor: Actor) -> list[int]:
    may = (Permission.SUPERVISE, Permission.ASK)
    return [team for team in actor.team_ids if any(actor.may(one, team) for one in may)]
