"""What COPY writes is what actions would have written."""

from __future__ import annotations

import pytest

from balcao.bench import filling
from balcao.core.actor import Hat
from balcao.core.sql import row, rows
from balcao.register.access.actors import Level, actor_of
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import queries, rebuild
from balcao.service.tickets.actions.opening import next_protocol
from balcao.service.tickets.content import Said
from balcao.service.tickets.queries import View

TICKETS = 60


@pytest.fixture
def filled(db: None, monkeypatch: pytest.MonkeyPatch) -> filling.Filled:
    monkeypatch.setattr(filling, "_analyze", lambda: None)
    monkeypatch.setattr(filling, "CLIENTS", 150)
    monkeypatch.setattr(filling, "AGENTS", 8)
    monkeypatch.setattr(filling, "TOLD", 100)
    return filling.fill(TICKETS, lambda words: None)


def test_every_derived_number_is_what_the_events_tell(filled: filling.Filled) -> None:
    comparison = rebuild.compare()
    assert comparison.tickets == TICKETS + 2
    assert comparison.differing == []
    assert comparison.counts == []


def test_each_ticket_has_five_messages_and_all_statuses_occur(filled: filling.Filled) -> None:
    counted = rows("SELECT count(*) AS n FROM tickets_message GROUP BY ticket_id ORDER BY n")
    assert {line["n"] for line in counted[1:-1]} == {filling.MESSAGES}
    assert (counted[0]["n"], counted[-1]["n"]) == (2, filling.LONG_MESSAGES)
    statuses = rows("SELECT DISTINCT status FROM tickets_ticket")
    assert len(statuses) >= 4


def test_work_goes_on_where_the_copy_ended(filled: filling.Filled) -> None:
    agent = actor_of(filled.agent_of_few, Level.STRONG).wearing(Hat.AGENT)
    found, _cursor = queries.page(agent, View.ALL)
    assert {line["protocol"] for line in found} == {filled.short_protocol, filled.long_protocol}
    before = row("SELECT max(id) AS id FROM tickets_message")
    message = tickets.reply(agent, found[0]["id"], Said("Obrigado, já vi."))
    assert before is not None
    assert message.pk > before["id"]
    protocol = next_protocol()
    assert row("SELECT 1 FROM tickets_ticket WHERE protocol = %(p)s", {"p": protocol}) is None
