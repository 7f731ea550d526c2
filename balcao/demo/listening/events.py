"""What people are asked about: deliveries and resolved tickets of a day, in an order that seeds keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.core.actor import SYSTEM
from balcao.core.clock import ONE_DAY
from balcao.core.sql import Row, rows
from balcao.listening.asking.actions import Happened, withdraw
from balcao.listening.asking.hours import Hours
from balcao.listening.asking.models import SubjectType, When
from balcao.register.calendars.queries import calendar_for
from balcao.register.people.models import Side

_STEP = timedelta(minutes=30)
_DELIVERED = """
SELECT id, customer_id, channel, delivered_on FROM orders_order
WHERE delivered_on = %(day)s AND cancelled_on IS NULL ORDER BY number
"""
_LAST = """
SELECT id, customer_id, channel, delivered_on FROM orders_order
WHERE customer_id = %(customer)s AND delivered_on IS NOT NULL ORDER BY delivered_on DESC LIMIT 1
"""
_UNSENT = """
SELECT DISTINCT subject_type, subject_id FROM asking_invited
WHERE sent_at IS NULL AND withdrawn_at IS NULL AND subject_id IS NOT NULL
"""
_RESOLVED = """
SELECT id, side, kind, channel, team_id, requester_id, requester_handle_id, resolved_at
FROM tickets_ticket
WHERE side = %(side)s AND status = 'resolved' AND resolved_at >= %(since)s
    AND resolved_at < %(until)s AND requester_id IS DISTINCT FROM assignee_id
ORDER BY resolved_at, protocol
"""
_ORDERS = """
SELECT id, delivered_on, promised_on, region FROM orders_order WHERE id = ANY(%(ids)s::bigint[])
"""
_TICKETS = """
SELECT t.id, m.name AS team FROM tickets_ticket t JOIN teams_team m ON m.id = t.team_id
WHERE t.id = ANY(%(ids)s::bigint[])
"""


def delivered_on(day: date, zone: ZoneInfo) -> list[Happened]:
    """The orders delivered that day."""
    return [_delivery(one, zone) for one in rows(_DELIVERED, {"day": day})]


def last_delivery(person_id: int, zone: ZoneInfo) -> Happened:
    """What came last of what this customer ordered."""
    (one,) = rows(_LAST, {"customer": person_id})
    return _delivery(one, zone)


def _delivery(one: Row, zone: ZoneInfo) -> Happened:
    return Happened(
        When.DELIVERED,
        Side.EXTERNAL,
        one["customer_id"],
        SubjectType.ORDER,
        one["id"],
        datetime.combine(one["delivered_on"], time(), zone),
        groups={"channel": one["channel"]} if one["channel"] else {},
    )


def resolved_on(day: date, zone: ZoneInfo, side: Side = Side.EXTERNAL) -> list[Happened]:
    """The tickets of one side that were resolved that day, and still are."""
    since = datetime.combine(day, time(), zone)
    until = datetime.combine(day + ONE_DAY, time(), zone)
    return [
        Happened(
            When.RESOLVED,
            one["side"],
            one["requester_id"],
            SubjectType.TICKET,
            one["id"],
            one["resolved_at"],
            handle_id=one["requester_handle_id"],
            facts={"kinds": frozenset({one["kind"]}), "teams": frozenset({one["team_id"]})},
            groups={"team": one["team_id"], "channel": one["channel"]},
        )
        for one in rows(_RESOLVED, {"since": since, "until": until, "side": str(side)})
    ]


def subjects(sent: Sequence[Row]) -> dict[tuple[str, int], Row]:
    """The orders and tickets that these invitations are about, by type and id."""
    found: dict[tuple[str, int], Row] = {}
    for kind, told in (("order", _ORDERS), ("ticket", _TICKETS)):
        ids = [one["subject_id"] for one in sent if one["subject_type"] == kind]
        found |= {(kind, one["id"]): one for one in rows(told, {"ids": ids})} if ids else {}
    return found


def withdraw_unsent() -> None:
    """Nobody is asked any more about what happened before the demo ends."""
    for one in rows(_UNSENT):
        withdraw(one["subject_type"], one["subject_id"])


def last_open(before: datetime) -> datetime:
    """The last half hour before this instant in which the shop was open."""
    hours, calendar = Hours(), calendar_for(SYSTEM)
    at = before - _STEP
    while hours.send_at(calendar, at) != at:
        at -= _STEP
    return at
