"""What a list of tickets may be narrowed to, once, in SQL: figures and the lists behind them agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from django.utils.timezone import get_default_timezone

from balcao.core import clock

NOBODY = 0


class Only(StrEnum):
    """Of active tickets, those alone."""

    OPEN = "open"
    WAITING = "waiting"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


CONDITIONS: Mapping[Only, str] = {
    Only.OPEN: "t.status IN ('new', 'open')",
    Only.WAITING: "t.waiting_since IS NOT NULL",
    Only.DUE_TODAY: "t.due_at > %(now)s AND t.due_at < %(tonight)s",
    Only.OVERDUE: "t.due_at <= %(now)s",
}


@dataclass(frozen=True, slots=True)
class Narrow:
    """A list's filter: of a team, of an assignee (0 is nobody), of one condition; each optional."""

    team_id: int | None = None
    assignee_id: int | None = None
    only: Only | None = None

    @property
    def where(self) -> str:
        """The condition, beginning with AND; empty when nothing is narrowed."""
        told = []
        if self.team_id is not None:
            told.append("t.team_id = %(team)s")
        if self.assignee_id == NOBODY:
            told.append("t.assignee_id IS NULL")
        elif self.assignee_id is not None:
            told.append("t.assignee_id = %(assignee)s")
        if self.only is not None:
            told.append(CONDITIONS[self.only])
        return "".join(f" AND {condition}" for condition in told)

    @property
    def params(self) -> dict[str, Any]:
        """What `where` needs."""
        return {"team": self.team_id, "assignee": self.assignee_id, **moment()}


def moment() -> dict[str, datetime]:
    """Now, and when the day ends in the company's zone: what the conditions above need."""
    now = clock.now()
    tomorrow = clock.today() + clock.ONE_DAY
    return {"now": now, "tonight": datetime.combine(tomorrow, time(), get_default_timezone())}
