"""The balance, its breakdown and the rows behind it.

One rule for confidential teams: a total is the sum of the teams that its reader may see one by
one, and nothing else is ever added up. So no subtraction of shown numbers leaves a hidden team.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, rows
from balcao.service.tickets import scope

from . import quantiles
from .rules import INSIDE, OUTSIDE, Figure, Period, Share, Waits
from .sources import COUNTED, MEASURED, opening_hours, span

LISTED = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the counter in a period.

    `answered` is how many tickets the replies are on, `attended` how many the `seconds` were spent on.
    """

    opened: int
    solved: int
    replies: int
    answered: int
    seconds: int
    attended: int
    promises: Share
    by_promise: dict[str, Share]
    waits: Waits


@dataclass(frozen=True, slots=True)
class Balance:
    """Both sides; `calendar` names whose hours the waits are told in, empty for every hour."""

    outside: Side
    inside: Side
    calendar: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one team or one day adds to a number; `kept` is of promises, `seconds` of time alone."""

    n: int
    kept: int
    seconds: int
    team_id: int = 0
    team: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which number: what is counted, of which side, promise and team; broken promises alone or all."""

    figure: Figure
    side: str
    promise: str = ""
    team_id: int | None = None
    is_broken: bool = False


def teams(actor: Actor) -> list[Row]:
    """The teams whose figures the actor reads, by name, and of which they may open the tickets.

    Directors read all but confidential teams, supervisors their own, confidential or not.
    Forbidden for everybody else.
    """
    supervised = actor.teams_where(Permission.SUPERVISE)
    company = actor.may(Permission.READ_FIGURES)
    if not company and not supervised:
        raise Forbidden()
    return rows(
        """
        SELECT id, name, id = ANY(%(supervised)s) AS is_open FROM teams_team
        WHERE (%(company)s AND NOT is_confidential) OR id = ANY(%(supervised)s)
        ORDER BY name, id
        """,
        {"company": company, "supervised": supervised},
    )


def balance(actor: Actor, period: Period, *, team_id: int | None = None) -> Balance:
    """Both sides in this period, of one team or of all whose figures the actor reads."""
    counted = _ids(_chosen(actor, team_id))
    totals = rows(_TOTALS, {**span(period), "counted": counted})
    calendar, hours = opening_hours(period)
    n = {line["side"]: line["n"] for line in totals if line["figure"] == Figure.FIRST_REPLIES}
    told = {**span(period), **hours, "counted": counted}
    waits = quantiles.waits(n, quantiles.BY_SIDE, "s.team_id = ANY(%(counted)s)", told)
    return Balance(
        outside=_side(OUTSIDE, totals, waits),
        inside=_side(INSIDE, totals, waits),
        calendar=calendar,
    )


def breakdown(actor: Actor, period: Period, chosen: Chosen) -> tuple[list[Part], list[Part]]:
    """One number by team and by day; each of the two adds up to it."""
    found = rows(
        f"""
        SELECT s.team_id, team.name AS team, (s.at AT TIME ZONE %(zone)s)::date AS day,
               {_SUMS}
        FROM ({COUNTED[chosen.figure]}) s JOIN teams_team team ON team.id = s.team_id
        WHERE {_WANTED} GROUP BY GROUPING SETS ((1, 2), (3)) ORDER BY 2, 1, 3
        """,
        _wanted(period, chosen, _chosen(actor, chosen.team_id)),
    )
    by_team = [_part(line) for line in found if line["team_id"] is not None]
    return by_team, [_part(line) for line in found if line["team_id"] is None]


def waits_by_team(
    actor: Actor, period: Period, chosen: Chosen, parts: Iterable[Part]
) -> dict[int, Waits]:
    """The waits behind a number of first replies: of each team in its breakdown, and under 0 of all."""
    counted = _chosen(actor, chosen.team_id)
    n = {str(part.team_id): part.n for part in parts}
    told = {**_wanted(period, chosen, counted), **opening_hours(period)[1]}
    found = quantiles.waits({**n, "": sum(n.values())}, quantiles.BY_TEAM, _WANTED, told)
    return {int(key or 0): waits for key, waits in found.items()}


def may_open(actor: Actor, team_id: int | None = None) -> bool:
    """Whether the actor supervises all that a number of theirs counts, and so reads its tickets."""
    return _are_open(_chosen(actor, team_id))


def behind(
    actor: Actor, period: Period, chosen: Chosen, *, cursor: str = "", limit: int = LISTED
) -> tuple[list[Row], str | None]:
    """What a number counts, one row each, newest first, and the cursor of the next page, if any.

    A promise, a reply, a ticket, or a person's day on a ticket is a row each; a first reply comes
    with its working seconds, a day with the seconds spent.
    Forbidden unless the actor supervises every team it counts: others read the breakdown.
    """
    counted = _chosen(actor, chosen.team_id)
    if not _are_open(counted):
        raise Forbidden()
    told = {**scope.params(actor), **_wanted(period, chosen, counted), "limit": limit + 1}
    if chosen.figure is Figure.FIRST_REPLIES:
        told |= opening_hours(period)[1]
    after = ""
    if cursor:
        told["last_at"], told["last_id"] = read_cursor(cursor)
        after = "AND (s.at, s.id) < (%(last_at)s, %(last_id)s)"
    found = rows(
        f"""
        SELECT s.id, s.at, s.promise, s.is_kept, s.seconds, t.protocol, t.subject, t.status,
               team.name AS team
        FROM ({MEASURED[chosen.figure]}) s JOIN tickets_ticket t ON t.id = s.ticket_id
        JOIN teams_team team ON team.id = s.team_id
        WHERE {_WANTED} AND {scope.HANDLED} {after}
        ORDER BY s.at DESC, s.id DESC LIMIT %(limit)s
        """,
        told,
    )
    if len(found) <= limit:
        return found, None
    return found[:limit], write_cursor(found[limit - 1]["at"], found[limit - 1]["id"])


_SUMS = """count(*) AS n, count(*) FILTER (WHERE s.is_kept) AS kept,
    coalesce(sum(s.seconds), 0)::bigint AS seconds"""
_BY_TICKET = dict.fromkeys((Figure.REPLIES, Figure.TIME), "count(DISTINCT s.ticket_id)")
_TOTALS = " UNION ALL ".join(
    f"SELECT '{figure}' AS figure, s.side, s.promise, {_SUMS},"
    f" {_BY_TICKET.get(figure, 'count(*)')} AS tickets"
    f" FROM ({source}) s WHERE s.team_id = ANY(%(counted)s) GROUP BY s.side, s.promise"
    for figure, source in COUNTED.items()
)
_WANTED = """s.team_id = ANY(%(counted)s) AND s.side = %(side)s
    AND (%(promise)s = '' OR s.promise = %(promise)s) AND NOT (%(broken)s AND s.is_kept)"""


def _chosen(actor: Actor, team_id: int | None) -> list[Row]:
    """The teams that are counted; NotFound for one whose figures are not the actor's."""
    readable = teams(actor)
    if team_id is None:
        return readable
    found = [team for team in readable if team["id"] == team_id]
    if not found:
        raise NotFound()
    return found


def _are_open(found: Iterable[Row]) -> bool:
    return all(team["is_open"] for team in found)


def _ids(found: Iterable[Row]) -> list[int]:
    return [team["id"] for team in found]


def _wanted(period: Period, chosen: Chosen, counted: Iterable[Row]) -> dict[str, Any]:
    return {
        **span(period),
        "counted": _ids(counted),
        "side": chosen.side,
        "promise": chosen.promise,
        "broken": chosen.is_broken,
    }


def _part(line: Row) -> Part:
    return Part(
        line["n"],
        line["kept"],
        line["seconds"],
        team_id=line["team_id"] or 0,
        team=line["team"] or "",
        day=line["day"],
    )


def _side(side: str, totals: list[Row], waits: dict[str, Waits]) -> Side:
    own = [line for line in totals if line["side"] == side]
    kept = {line["promise"]: Share(line["kept"], line["n"]) for line in own if line["promise"]}
    told = {line["figure"]: line for line in own if not line["promise"]}
    none = {"n": 0, "tickets": 0, "seconds": 0}
    of = {figure: told.get(figure, none) for figure in Figure}
    return Side(
        opened=of[Figure.OPENED]["n"],
        solved=of[Figure.SOLVED]["n"],
        replies=of[Figure.REPLIES]["n"],
        answered=of[Figure.REPLIES]["tickets"],
        seconds=of[Figure.TIME]["seconds"],
        attended=of[Figure.TIME]["tickets"],
        promises=Share(sum(s.found for s in kept.values()), sum(s.among for s in kept.values())),
        by_promise=kept,
        waits=waits.get(side, Waits(0)),
    )
