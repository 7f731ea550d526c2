"""When agents have something due: follow-ups, and snoozed tickets that come back."""

from __future__ import annotations

from balcao.events.deadlines import Deadlines

SWEEP = "agenda.sweep"
FIRE = "agenda.fire"

DEADLINES = Deadlines(
    FIRE,
    "SELECT at FROM agenda_followup WHERE at <= %(horizon)s AND fired_at IS NULL AND done_at IS NULL"
    " UNION ALL SELECT until_at FROM agenda_snooze WHERE until_at <= %(horizon)s"
    " AND ended_at IS NULL",
)
