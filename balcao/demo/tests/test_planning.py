"""The demo's agents have something before them, and their time went somewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from balcao.core import clock
from balcao.core.sql import rows
from balcao.demo.roster import CAST
from balcao.service.agenda import queries
from tests.companies import UNTIL

from .test_loading import actor, company

__all__ = ["company"]

BEGINS = datetime.combine(UNTIL, datetime.min.time(), UTC) + timedelta(hours=3)


def test_marina_has_a_day_before_her(company: list[str]) -> None:
    marina = actor(CAST["marina"].address)
    with clock.at(BEGINS):
        found = queries.agenda(marina, BEGINS, BEGINS + timedelta(days=3))
    assert {"appointment", "follow_up"} <= {line["kind"] for line in found}


def test_every_answer_took_its_time_and_no_day_too_much(company: list[str]) -> None:
    spent = rows(
        'SELECT person_id, "on", sum(counted_seconds) AS seconds FROM agenda_timeentry GROUP BY 1, 2'
    )
    assert spent
    assert max(line["seconds"] for line in spent) < 8 * 3600
    without = rows(
        "SELECT m.id FROM tickets_message m WHERE m.kind IN ('outgoing', 'note')"
        " AND m.author_id IS NOT NULL AND NOT EXISTS (SELECT FROM agenda_timeentry e"
        " WHERE e.ticket_id = m.ticket_id AND e.person_id = m.author_id)"
    )
    assert without == []
