"""Promises that COPY makes are what the actions would have made, and fall due when they say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.bench import filling, promises, promising
from balcao.core.actor import SYSTEM
from balcao.core.sql import row, rows
from balcao.service.sla import clocks
from balcao.service.sla.actions import fire_due
from balcao.service.sla.models import Clock

TICKETS = 30


@pytest.fixture
def promised(db: None, monkeypatch: pytest.MonkeyPatch) -> promising.Promised:
    monkeypatch.setattr(filling, "_analyze", lambda: None)
    monkeypatch.setattr(promising, "_analyze", lambda: None)
    monkeypatch.setattr(filling, "CLIENTS", 150)
    monkeypatch.setattr(filling, "AGENTS", 12)
    monkeypatch.setattr(filling, "TOLD", 100)
    return promising.promise(filling.fill(10, lambda words: None), TICKETS)


def test_every_clock_stands_as_its_ledger_says(promised: promising.Promised) -> None:
    found = rows(
        f"SELECT {clocks.COLUMNS} FROM sla_clock c JOIN sla_policy p ON p.id = c.policy_id"
    )
    known = [clocks.read(line) for line in found]
    assert len(known) == TICKETS
    assert {one.state for one in known} == {"running", "paused"}
    clocks.retime(known, are_terms_new=True)
    assert not any(one.is_changed for one in known)
    differing = "SELECT 1 FROM tickets_ticket t JOIN sla_clock c ON c.ticket_id = t.id"
    assert not rows(f"{differing} WHERE t.due_at IS DISTINCT FROM c.due_at")


def test_deadlines_fall_due_one_by_one_and_are_counted_once(promised: promising.Promised) -> None:
    last = promising.fall_due(promised, 8, timedelta(seconds=40), timedelta(minutes=1))
    dues = Clock.objects.filter(policy_id=promised.reply_id).values_list("due_at", flat=True)
    assert len(set(dues)) == 8
    assert max(filter(None, dues)) == last
    assert fire_due(SYSTEM, last - timedelta(minutes=2)) == 0
    while fire_due(SYSTEM, last):
        pass
    told = row(promises.ONCE, {"policy": promised.reply_id})
    assert told is not None
    assert (told["alerts"], told["clocks"], told["facts"]) == (8, 8, 8)
