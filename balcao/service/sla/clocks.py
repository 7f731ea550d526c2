"""Open clocks as they are read, changed and written back, all of a batch in one statement each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row, rows, run
from balcao.events.actions import publish
from balcao.register.calendars.queries import calendars_of
from balcao.service.tickets.actions import set_due

from . import rules
from .events import PromiseBreached

COLUMNS = """
    c.id, c.ticket_id, c.policy_id, c.promise, c.target_seconds, c.target_days, c.calendar_id, c.started_at,
    c.due_at, c.state, c.step, c.next_at, c.breached_at, p.pauses_on,
    coalesce((SELECT jsonb_agg(jsonb_build_array(h.id, h.from_at, h.to_at, h.cause, h.reason)
                               ORDER BY h.from_at, h.id)
              FROM sla_pause h WHERE h.clock_id = c.id), '[]') AS holds"""


@dataclass(slots=True)
class Ticking:
    """An open clock with its pauses; `is_changed` once it has to be written."""

    id: int
    ticket_id: int
    policy_id: int
    promise: str
    target_seconds: int | None
    target_days: int | None
    calendar_id: int
    started_at: datetime
    due_at: datetime | None
    state: str
    step: int
    next_at: datetime | None
    breached_at: datetime | None
    pauses_on: list[str]
    holds: list[tuple[int, rules.Hold]]
    why: str | None = None  # as JSON, when it is to be written anew
    is_changed: bool = False

    @property
    def target(self) -> rules.Target:
        """What is promised within."""
        return rules.target_of(self.target_seconds, self.target_days)

    def open_hold(self, cause: str) -> tuple[int, rules.Hold] | None:
        """The pause of this cause that has no end, if any."""
        return next((h for h in self.holds if h[1].cause == cause and h[1].to_at is None), None)


@dataclass(slots=True)
class Ledger:
    """What a transaction changes about pauses: written together at its end."""

    opened: list[tuple[int, rules.Hold]] = field(default_factory=list)
    closed: list[tuple[int, datetime]] = field(default_factory=list)

    def begin(self, clock: Ticking, hold: rules.Hold) -> None:
        """The clock stands still from this on."""
        self.opened.append((clock.id, hold))
        clock.holds.append((0, hold))

    def end(self, clock: Ticking, pause_id: int, at: datetime) -> None:
        """This pause of the clock ends."""
        self.closed.append((pause_id, at))
        clock.holds = [
            (number, replace(hold, to_at=max(at, hold.from_at)) if number == pause_id else hold)
            for number, hold in clock.holds
        ]

    def write(self) -> None:
        """Two statements at most."""
        if self.closed:
            run(
                "UPDATE sla_pause h SET to_at = greatest(told.at, h.from_at)"
                " FROM unnest(%(ids)s::bigint[], %(ats)s::timestamptz[]) AS told (id, at)"
                " WHERE h.id = told.id",
                {"ids": [one for one, _at in self.closed], "ats": [at for _one, at in self.closed]},
            )
        if self.opened:
            holds = [hold for _clock, hold in self.opened]
            run(
                "INSERT INTO sla_pause (clock_id, cause, reason, from_at, to_at) SELECT * FROM unnest("
                "%(clocks)s::bigint[], %(causes)s::text[], %(reasons)s::text[],"
                " %(froms)s::timestamptz[], %(tos)s::timestamptz[])",
                {
                    "clocks": [clock for clock, _hold in self.opened],
                    "causes": [str(hold.cause) for hold in holds],
                    "reasons": [hold.reason for hold in holds],
                    "froms": [hold.from_at for hold in holds],
                    "tos": [hold.to_at for hold in holds],
                },
            )


def ticking(ticket_id: int) -> list[Ticking]:
    """The open clocks of a ticket whose row is locked."""
    found = rows(
        f"SELECT {COLUMNS} FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id"
        " WHERE c.ticket_id = %(ticket)s AND c.ended_at IS NULL ORDER BY c.id",
        {"ticket": ticket_id},
    )
    return [read(line) for line in found]


def read(line: Row) -> Ticking:
    """An open clock from a row of COLUMNS."""
    names = Ticking.__dataclass_fields__
    holds = [
        (number, rules.Hold(_instant(begins), _instant(ends) if ends else None, cause, reason))
        for number, begins, ends, cause, reason in line["holds"]
    ]
    known: dict[str, Any] = {name: line[name] for name in names if name in line}
    return Ticking(**(known | {"holds": holds}))


def retime(clocks: Iterable[Ticking], *, are_terms_new: bool = False) -> None:
    """Work state, due date and next step out again from the ledgers; what is broken stands.

    A pause without end that began before the due date needs no calendar, unless the clock's
    target or calendar are new.
    """
    undecided = [one for one in clocks if one.breached_at is None]
    if not are_terms_new:
        undecided = [one for one in undecided if not _stopped(one)]
    if not undecided:
        return
    calendars = calendars_of(SYSTEM, {one.calendar_id for one in undecided})
    for one in undecided:
        timed = rules.timing(
            calendars[one.calendar_id],
            one.started_at,
            one.target,
            [hold for _id, hold in one.holds],
            one.step,
        )
        before = (one.state, one.due_at, one.next_at)
        one.state, one.due_at, one.next_at = timed.state, timed.due_at, timed.next_at
        one.is_changed |= before != (one.state, one.due_at, one.next_at)


def _stopped(one: Ticking) -> bool:
    """Stop a clock whose pause has no end; False where that can't be told without a calendar."""
    endless = [hold.from_at for _id, hold in one.holds if hold.to_at is None]
    if one.why is not None or not endless:
        return False
    if one.due_at is None:
        return one.state == rules.State.PAUSED
    if min(endless) >= one.due_at:
        return False
    one.state, one.due_at, one.next_at = rules.State.PAUSED, None, None
    one.is_changed = True
    return True


def settle(actor: Actor, clocks: Iterable[Ticking], now: datetime) -> None:
    """A due date that has passed is broken before anything else may move it."""
    for clock in clocks:
        if clock.breached_at is None and clock.due_at is not None and clock.due_at <= now:
            clock.breached_at = clock.due_at
            clock.is_changed = True
            late = rules.is_late(clock.due_at, now)
            publish(actor, PromiseBreached(clock.ticket_id, clock.id, clock.promise, is_late=late))


def write(clocks: Sequence[Ticking]) -> None:
    """Save the clocks that changed, and the due dates of their tickets where `clocks` holds all
    open clocks of each ticket."""
    changed = [clock for clock in clocks if clock.is_changed]
    if not changed:
        return
    save(changed)
    touched = {clock.ticket_id for clock in changed}
    set_due(SYSTEM, {one: due_of(clocks, one) for one in touched})


def save(changed: Sequence[Ticking]) -> None:
    """One statement for all of them; an ended clock is never touched."""
    run(
        """
        UPDATE sla_clock c SET policy_id = told.policy_id, target_seconds = told.target_seconds,
            target_days = told.target_days,
            calendar_id = told.calendar_id, due_at = told.due_at, state = told.state,
            step = told.step, next_at = told.next_at, breached_at = told.breached_at,
            decided_at = told.breached_at, why = coalesce(told.why::jsonb, c.why)
        FROM unnest(%(ids)s::bigint[], %(policies)s::bigint[], %(targets)s::int[], %(days)s::smallint[],
            %(calendars)s::bigint[], %(dues)s::timestamptz[], %(states)s::text[],
            %(steps)s::smallint[], %(nexts)s::timestamptz[], %(breaches)s::timestamptz[],
            %(whys)s::text[])
            AS told (id, policy_id, target_seconds, target_days, calendar_id, due_at, state, step, next_at,
                     breached_at, why)
        WHERE c.id = told.id AND c.ended_at IS NULL
        """,
        {
            "ids": [c.id for c in changed],
            "policies": [c.policy_id for c in changed],
            "targets": [c.target_seconds for c in changed],
            "days": [c.target_days for c in changed],
            "calendars": [c.calendar_id for c in changed],
            "dues": [c.due_at for c in changed],
            "states": [str(c.state) for c in changed],
            "steps": [c.step for c in changed],
            "nexts": [c.next_at for c in changed],
            "breaches": [c.breached_at for c in changed],
            "whys": [c.why for c in changed],
        },
    )


def show(ticket_ids: Collection[int]) -> None:
    """Write the tickets' due dates anew, from all their open clocks."""
    if ticket_ids:
        dues = rows(
            "SELECT ticket_id, min(due_at) AS due_at FROM sla_clock"
            " WHERE ticket_id = ANY(%(ids)s) AND ended_at IS NULL GROUP BY ticket_id",
            {"ids": list(ticket_ids)},
        )
        set_due(SYSTEM, {line["ticket_id"]: line["due_at"] for line in dues})


def due_of(clocks: Iterable[Ticking], ticket_id: int) -> datetime | None:
    """When the next promise of this ticket falls due."""
    dues = [c.due_at for c in clocks if c.ticket_id == ticket_id and c.due_at is not None]
    return min(dues, default=None)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
