"""By when an idea is answered, by the calendar of its board; who is warned, and when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.events.deadlines import Deadlines
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.calendars.rules import BusinessCalendar

from . import rules
from .models import Board

SWEEP = "ideas.sweep"
FIRE = "ideas.fire"
CLOSE = "ideas.close"

DEADLINES = Deadlines(FIRE, "SELECT next_at AS at FROM ideas_idea WHERE next_at <= %(horizon)s")


def deadline(board: Board, start: datetime) -> rules.Deadline:
    """When the promise of a board ends that begins then, and when it is warned of."""
    return rules.deadline(_calendar(board), start, board.answer_days, _zone())


def days_taken(board: Board, start: datetime, end: datetime) -> int:
    """How many business days of the board's calendar lie between."""
    return rules.days_taken(_calendar(board), start, end, _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(clock.zone())


def _calendar(board: Board) -> BusinessCalendar | None:
    known = board.calendar_id or calendar_for(SYSTEM)
    return calendar_of(SYSTEM, known) if known is not None else None
