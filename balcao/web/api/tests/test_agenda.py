"""An agent's time by the API: the same scope and the same refusals as the pages."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from balcao.core import clock
from balcao.service.agenda import actions
from tests.cast import Cast

from .conftest import As, is_problem


def test_a_follow_up_stands_in_the_agenda(cast: Cast, call: As) -> None:
    ticket = cast.ticket("joao", "sac")
    at = clock.now() + timedelta(hours=1)
    path = f"/tickets/{ticket.protocol}/follow-ups"
    made = call("marina").post(path, {"at": at.isoformat(), "words": "ligar"})
    assert made.status_code == 201
    assert made.json()["words"] == "ligar"
    span = f"/agenda?since={quote(clock.now().isoformat())}&days=2"
    [item] = call("marina").get(span).json()["items"]
    assert (item["kind"], item["words"], item["protocol"]) == (
        "follow_up",
        "ligar",
        ticket.protocol,
    )
    assert call("rita").get(span).json()["items"] == []
    assert is_problem(call("joao").get(span), 403)
    assert is_problem(call("joao").post(path, {"at": at.isoformat(), "words": "x"}), 403)
    assert is_problem(call("ana").post(path, {"at": at.isoformat(), "words": "x"}), 404)
    past = {"at": "2020-01-01T00:00:00Z", "words": "x"}
    assert is_problem(call("marina").post(path, past), 422)
    assert is_problem(call("marina").post(path, {"at": "2040-01-01T00:00:00", "words": "x"}), 422)


def test_a_ticket_is_snoozed(cast: Cast, call: As) -> None:
    ticket = cast.ticket("joao", "sac")
    until = clock.now() + timedelta(days=1)
    told = {"until": until.isoformat(), "reason": "a peça chega"}
    path = f"/tickets/{ticket.protocol}/actions/snooze"
    assert call("marina").post(path, told).json()["reason"] == "a peça chega"
    ticket.refresh_from_db()
    assert ticket.status == "on_hold"
    assert is_problem(call("joao").post(path, told), 403)
    assert is_problem(call("zoe").post(path, told), 404)


def test_time_is_read_by_who_handles_the_ticket(cast: Cast, call: As) -> None:
    ticket, now = cast.ticket("joao", "sac"), clock.now()
    marina = cast.actor("marina")
    actions.count(marina, ticket.pk, begins=True, now=now - timedelta(seconds=40))
    actions.count(marina, ticket.pk, now=now)
    path = f"/tickets/{ticket.protocol}/time"
    [line] = call("rita").get(path).json()["items"]
    assert (line["counted_seconds"], line["seconds"], line["is_corrected"]) == (40, 40, False)
    assert is_problem(call("joao").get(path), 404)
