"""Waits added up: how long customers waited for which area, and whether it kept its agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Permission
from balcao.core.errors import Forbidden, NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, rows
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import BusinessCalendar
from balcao.service.sla.queries import Kept
from balcao.service.tickets import scope

from .. import rules
from ..rules import Middle, Span

LISTED = 50
# Whose waits one reads: the company's but for confidential teams; those of one's own team, and those
# that customers of one's own team had for others. `dep` was waited for, `own` looks after the customer.
READABLE = """((%(company)s AND NOT dep.is_confidential AND NOT own.is_confidential)
    OR dep.id = ANY(%(led)s::bigint[])
    OR (own.id = ANY(%(led)s::bigint[]) AND NOT dep.is_confidential))"""
_JOINED = """
FROM between_wait w JOIN between_linked l ON l.id = w.linked_id
JOIN tickets_ticket o ON o.id = l.ticket_id
JOIN teams_team dep ON dep.id = w.team_id JOIN teams_team own ON own.id = o.team_id"""
_WAITS = f"{_JOINED} WHERE {READABLE}"
_BEHIND = f"""{_JOINED}
LEFT JOIN tickets_ticket t ON t.id = o.id AND {scope.HANDLED} WHERE {READABLE}"""
# Tickets whose wait touches the period, each with all its waits for that area.
_SPANS = f"""
WITH read AS (SELECT w.team_id, l.ticket_id, w.from_at, w.to_at {_WAITS}
    AND (%(team)s::bigint IS NULL OR w.team_id = %(team)s)),
within AS (SELECT DISTINCT team_id, ticket_id FROM read
    WHERE from_at < %(until)s AND (to_at IS NULL OR to_at > %(since)s))
SELECT r.team_id, dep.name AS team, r.ticket_id, r.from_at, r.to_at
FROM read r JOIN within USING (team_id, ticket_id) JOIN teams_team dep ON dep.id = r.team_id
ORDER BY dep.name, r.team_id, r.ticket_id, r.from_at
"""
_AGREED = f"""
SELECT dep.id AS team_id, dep.name AS team, count(*) FILTER (WHERE c.breached_at IS NULL) AS kept,
       count(*) FILTER (WHERE c.breached_at IS NOT NULL) AS broken
FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id AND p.agreement = 'ola'
JOIN between_linked l ON l.inner_id = c.ticket_id JOIN tickets_ticket i ON i.id = l.inner_id
JOIN tickets_ticket o ON o.id = l.ticket_id
JOIN teams_team dep ON dep.id = i.team_id JOIN teams_team own ON own.id = o.team_id
WHERE {READABLE} AND c.decided_at >= %(since)s AND c.decided_at < %(until)s
    AND (%(team)s::bigint IS NULL OR dep.id = %(team)s)
GROUP BY 1, 2 ORDER BY 2, 1
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long customers waited: of so many tickets, so many still do.

    `open_seconds` are within the company's hours, `seconds` by the clock on the wall, both of the period
    alone and each instant of a ticket once. `middle` is of tickets that wait no longer, in open seconds,
    each with all it waited.
    """

    tickets: int
    waiting: int
    open_seconds: float
    seconds: float
    ended: int = 0
    middle: Middle | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """One area: how long customers waited for it, and its agreements on what it was asked for them."""

    team_id: int
    team: str
    waited: Waited
    agreed: Kept


@dataclass(frozen=True, slots=True)
class Report:
    """All areas that the reader may know of; `calendar` names whose hours are counted, empty for every hour.

    `whole` counts an hour in which one customer waited for two areas once.
    """

    whole: Waited
    departments: list[Department]
    calendar: str


def may_read(actor: Actor) -> bool:
    """True for who reads figures of the company, or of a team."""
    return _reads_company(actor) or bool(actor.teams_where(Permission.SUPERVISE))


def readable(actor: Actor) -> dict[str, Any]:
    """The parameters of READABLE; Forbidden for whom `may_read` says no."""
    if not may_read(actor):
        raise Forbidden()
    return {"company": _reads_company(actor), "led": actor.teams_where(Permission.SUPERVISE)}


def report(actor: Actor, since: datetime, until: datetime, *, team_id: int | None = None) -> Report:
    """How long customers waited in a period, for all areas or for one, each with its agreements."""
    told = {**readable(actor), "since": since, "until": until, "team": team_id}
    found, agreed = rows(_SPANS, told), rows(_AGREED, told)
    calendar, name = _company_hours()
    kept = {line["team_id"]: line for line in agreed}
    names = {line["team_id"]: line["team"] for line in (*agreed, *found)}
    by_team: dict[int, list[Row]] = defaultdict(list)
    for line in found:
        by_team[line["team_id"]].append(line)
    departments = [
        Department(
            team,
            names[team],
            _waited(by_team[team], since, until, calendar),
            _kept(team, names[team], kept.get(team)),
        )
        for team in names
    ]
    departments.sort(key=lambda one: (-one.waited.open_seconds, one.team, one.team_id))
    return Report(_waited(found, since, until, calendar), departments, name)


def behind(
    actor: Actor,
    since: datetime,
    until: datetime,
    team_id: int,
    *,
    cursor: str = "",
    limit: int = LISTED,
) -> tuple[list[Row], str | None]:
    """Waits for one area that touch the period, newest first, and the next cursor; NotFound for none.

    The customer's ticket (`protocol`, `subject`) is told to who handles it, what was asked
    (`inner_protocol`) to the area; `open_seconds` are those within the period.
    """
    told = {
        **scope.params(actor),
        **readable(actor),
        "since": since,
        "until": until,
        "team": team_id,
        "limit": limit + 1,
    }
    after = ""
    if cursor:
        told["last_at"], told["last_id"] = read_cursor(cursor)
        after = "AND (w.from_at, w.id) < (%(last_at)s, %(last_id)s)"
    found = rows(
        f"""
        SELECT w.id, w.from_at, w.to_at, dep.name AS team, own.name AS asked_by_team,
               t.protocol, t.subject, coalesce((SELECT t.protocol FROM tickets_ticket t
                   WHERE t.id = l.inner_id AND {scope.HANDLED}), '') AS inner_protocol
        {_BEHIND}
            AND w.team_id = %(team)s AND w.from_at < %(until)s
            AND (w.to_at IS NULL OR w.to_at > %(since)s) {after}
        ORDER BY w.from_at DESC, w.id DESC LIMIT %(limit)s
        """,
        told,
    )
    if not found and not cursor:
        raise NotFound()
    calendar, _name = _company_hours()
    shown = [
        {**line, "open_seconds": _open(line, since, until, calendar)} for line in found[:limit]
    ]
    if len(found) <= limit:
        return shown, None
    return shown, write_cursor(shown[-1]["from_at"], shown[-1]["id"])


def _reads_company(actor: Actor) -> bool:
    return actor.may(Permission.READ_FIGURES) or actor.may(Permission.ADMINISTER)


def _company_hours() -> tuple[BusinessCalendar | None, str]:
    found = calendar_for(SYSTEM)
    calendar = calendar_of(SYSTEM, found) if found else None
    return calendar, calendar.name if calendar else ""


def _waited(
    found: Iterable[Row], since: datetime, until: datetime, calendar: BusinessCalendar | None
) -> Waited:
    now, by_ticket = clock.now(), defaultdict[int, list[Span]](list)
    waiting = set[int]()
    for line in found:
        by_ticket[line["ticket_id"]].append(Span(line["from_at"], line["to_at"] or now))
        if line["to_at"] is None:
            waiting.add(line["ticket_id"])
    within = {ticket: rules.clipped(spans, since, until) for ticket, spans in by_ticket.items()}
    ended = [
        rules.open_length(spans, calendar).total_seconds()
        for ticket, spans in by_ticket.items()
        if ticket not in waiting
    ]
    return Waited(
        tickets=len(by_ticket),
        waiting=len(waiting),
        open_seconds=sum(rules.open_length(s, calendar).total_seconds() for s in within.values()),
        seconds=sum(rules.length(spans).total_seconds() for spans in within.values()),
        ended=len(ended),
        middle=rules.middle(ended),
    )


def _kept(team_id: int, team: str, line: Row | None) -> Kept:
    return Kept(str(team_id), team, line["kept"] if line else 0, line["broken"] if line else 0)


def _open(line: Row, since: datetime, until: datetime, calendar: BusinessCalendar | None) -> float:
    span = Span(line["from_at"], line["to_at"] or clock.now())
    return rules.open_length(rules.clipped([span], since, until), calendar).total_seconds()
