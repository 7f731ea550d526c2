from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row, row, rows
from balcao.register.calendars import rules as calendars
from balcao.register.calendars.queries import calendar_of
from balcao.service.tickets import scope

from .. import rules, wording
from ..rules import Stretch

_PLAIN = frozenset({calendars.Cause.HOURS, calendars.Cause.OUTSIDE})
_CLOCKS = f"""
SELECT c.id, c.ticket_id, c.promise, c.target_seconds, c.target_days, c.calendar_id, c.started_at, c.due_at,
       c.state, c.breached_at, c.ended_at, c.why, c.policy_id,
       p.name AS policy, p.agreement, k.name AS calendar, t.protocol, t.subject,
       {scope.HANDLED} AS is_handled,
       (SELECT jsonb_build_array(h.cause, h.reason, h.to_at) FROM sla_pause h
        WHERE h.clock_id = c.id AND c.ended_at IS NULL
          AND h.from_at <= %(now)s AND (h.to_at IS NULL OR h.to_at > %(now)s)
        ORDER BY h.cause = 'status', h.cause, h.from_at LIMIT 1) AS pause
FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id
JOIN calendars_calendar k ON k.id = c.calendar_id JOIN tickets_ticket t ON t.id = c.ticket_id
WHERE {{which}} AND {scope.VISIBLE}
"""


@dataclass(frozen=True, slots=True)
class Explained:
    """A clock, why it runs under its policy, each stretch of it, and what was told to whom when.

    Where the target is in business days, `days` are those that count, and `moved_by` is the open
    time by which pauses moved the due date. Paused without a known end, it would be due at
    `due_if_resumed` if it went on now.
    """

    clock: Row
    why: list[str]
    stretches: list[Stretch]
    alerts: list[Row]
    zone: ZoneInfo
    days: list[date] = field(default_factory=list)
    moved_by: timedelta = timedelta()
    due_if_resumed: datetime | None = None

    @property
    def counted(self) -> timedelta:
        """Working time used up by now, or by the clock's end."""
        known = [stretch for stretch in self.stretches if not stretch.is_ahead]
        return known[-1].counted if known else timedelta()

    def folded(self, most: int) -> list[rules.Line]:
        """The stretches in at most so many lines, days alike together (see `rules.folded`)."""
        return rules.folded(self.stretches, self.zone, most)


def clocks(actor: Actor, ticket: Row) -> list[Row]:
    """The promises on a ticket within the actor's scope: open ones first, then the latest.

    Who doesn't handle the ticket reads neither the policy's name nor a pause's own reason.
    """
    found = rows(
        _CLOCKS.replace("{which}", "c.ticket_id = %(ticket)s")
        + " ORDER BY c.ended_at IS NOT NULL, c.due_at NULLS LAST, c.id DESC",
        {**scope.params(actor), "ticket": ticket["id"], "now": clock.now()},
    )
    return [_worded(line) for line in found]


def explain(actor: Actor, clock_id: int) -> Explained:
    """How a clock came to its due date, each stretch in words; NotFound outside the scope.

    The client's words differ from the desk's, and leave out what only the desk may know.
    """
    found = row(
        _CLOCKS.replace("{which}", "c.id = %(id)s"),
        {**scope.params(actor), "id": clock_id, "now": clock.now()},
    )
    if found is None:
        raise NotFound()
    is_staff = bool(found["is_handled"])
    reasons = _reasons(found) if is_staff else []
    calendar = calendar_of(SYSTEM, found["calendar_id"])
    holds = _holds(clock_id)
    pauses = rules.pauses_of(holds)
    return Explained(
        _worded(found),
        reasons,
        _stretches(found, calendar, pauses, for_staff=is_staff),
        _alerts(clock_id) if is_staff else [],
        calendar.zone,
        _days(found, calendar),
        _moved_by(found, calendar, pauses),
        _due_if_resumed(found, calendar, holds),
    )


def explained(actor: Actor, ticket: Row, *, limit: int = 6) -> list[Explained]:
    """The promises on a ticket explained, open ones first, at most so many."""
    return [explain(actor, line["id"]) for line in clocks(actor, ticket)[:limit]]


def _reasons(found: Row) -> list[str]:
    if found["promise"] == rules.Promised.DAY:
        return [_("This day was agreed on for this ticket.")]
    return wording.why(found["why"], _names(found))


def _days(found: Row, calendar: calendars.BusinessCalendar) -> list[date]:
    """The business days that count, as far as calendars know them."""
    on, days = found["started_at"].astimezone(calendar.zone).date(), []
    with suppress(calendars.OutOfReach):
        for _number in range(found["target_days"] or 0):
            on = calendars.business_day_after(calendar, on, 1)
            days.append(on)
    return days


def _moved_by(
    found: Row, calendar: calendars.BusinessCalendar, pauses: list[calendars.Pause]
) -> timedelta:
    """Of business days: the open time that was paused before the due date."""
    if not found["target_days"] or found["due_at"] is None:
        return timedelta()
    span = (calendar, found["started_at"], found["due_at"])
    return calendars.worked(*span) - calendars.worked(*span, pauses)


def _due_if_resumed(
    found: Row, calendar: calendars.BusinessCalendar, holds: list[rules.Hold]
) -> datetime | None:
    if found["state"] != rules.State.PAUSED:
        return None
    now = clock.now()
    ended = [
        replace(hold, to_at=max(now, hold.from_at)) if hold.to_at is None else hold
        for hold in holds
    ]
    target = rules.target_of(found["target_seconds"], found["target_days"])
    return rules.timing(calendar, found["started_at"], target, ended).due_at


def _stretches(
    found: Row,
    calendar: calendars.BusinessCalendar,
    pauses: list[calendars.Pause],
    *,
    for_staff: bool,
) -> list[Stretch]:
    now, told, counted = clock.now(), [], timedelta()
    end = found["ended_at"] or found["due_at"] or now
    if found["ended_at"] is None and found["breached_at"] is not None:
        end = max(end, now)
    for interval in calendars.ledger(calendar, found["started_at"], end, pauses):
        for part in _cut(interval, now):
            if part.state is calendars.State.RUNNING:
                counted += part.length
            words = wording.stretch(part, for_staff=for_staff)
            ahead = part.from_at >= now and found["ended_at"] is None
            plain = part.cause in _PLAIN
            told.append(Stretch(part.from_at, part.to_at, part.state, words, counted, ahead, plain))
    return told


def _cut(interval: calendars.Interval, now: datetime) -> list[calendars.Interval]:
    """What has been and what is still ahead are two stretches."""
    if not interval.from_at < now < interval.to_at:
        return [interval]
    state, cause, detail = interval.state, interval.cause, interval.detail
    return [
        calendars.Interval(interval.from_at, now, state, cause, detail),
        calendars.Interval(now, interval.to_at, state, cause, detail),
    ]


def _holds(clock_id: int) -> list[rules.Hold]:
    found = rows(
        "SELECT from_at, to_at, cause, reason FROM sla_pause WHERE clock_id = %(id)s"
        " ORDER BY from_at, id",
        {"id": clock_id},
    )
    return [
        rules.Hold(line["from_at"], line["to_at"], line["cause"], line["reason"]) for line in found
    ]


def _names(found: Row) -> dict[int, str]:
    ids = [policy_id for policy_id, _why, _what in found["why"].get("passed_over", [])]
    named = rows("SELECT id, name FROM sla_policy WHERE id = ANY(%(ids)s)", {"ids": ids})
    return {line["id"]: line["name"] for line in named}


def _alerts(clock_id: int) -> list[Row]:
    return rows(
        "SELECT percent, at, fired_at, is_late, tell_at, told_at FROM sla_alert"
        " WHERE clock_id = %(id)s ORDER BY percent",
        {"id": clock_id},
    )


def _worded(line: Row) -> Row:
    """The row as its reader may have it, with its pause in words."""
    pause: Any = line["pause"]
    told = {
        name: value for name, value in line.items() if name not in ("pause", "why", "policy_id")
    }
    told["paused_because"], told["paused_until"] = "", None
    told["paused_by"] = pause[0] if pause is not None else ""
    if pause is not None:
        cause, reason, until = pause
        told["paused_because"] = wording.paused_now(cause, reason, for_staff=line["is_handled"])
        told["paused_until"] = datetime.fromisoformat(until) if until else None
    if not line["is_handled"]:
        told["policy"] = ""
    return told
