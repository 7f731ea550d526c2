from __future__ import annotations

import pytest

from balcao.service.tickets import actions
from balcao.service.tickets.models import Reason, Ticket
from tests.cast import Cast

from .conftest import As, is_problem
from .test_tickets import FIELDS


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """João's ticket at the SAC."""
    return cast.ticket("joao", "sac")


def test_assign_gives_the_ticket_to_a_colleague_or_to_nobody(
    call: As, cast: Cast, ticket: Ticket
) -> None:
    rita, path = call("rita"), f"/tickets/{ticket.protocol}/actions/assign"
    done = rita.post(path, {"agent": "Marina@boapraca.example"})
    assert (done.status_code, set(done.json())) == (200, FIELDS)
    ticket.refresh_from_db()
    assert ticket.assignee_id == cast.people["marina"].pk
    assert rita.post(path, {"agent": None}).status_code == 200
    ticket.refresh_from_db()
    assert ticket.assignee_id is None


def test_an_agent_of_another_team_is_refused_as_an_unknown_one(call: As, ticket: Ticket) -> None:
    rita, path = call("rita"), f"/tickets/{ticket.protocol}/actions/assign"
    foreign = rita.post(path, {"agent": "paulo@boapraca.example"})
    unknown = rita.post(path, {"agent": "ninguem@boapraca.example"})
    assert is_problem(foreign, 422)
    assert foreign.content == unknown.content
    assert is_problem(rita.post(path, {}), 422)


def test_transfer_hands_the_ticket_to_another_team_with_the_reason(
    call: As, ticket: Ticket
) -> None:
    told = {"team": "ti", "reason": "O site caiu"}
    done = call("marina").post(f"/tickets/{ticket.protocol}/actions/transfer", told)
    assert (done.status_code, done.json()["team"]) == (200, "TI")
    assert Reason.objects.get(ticket=ticket).text == "O site caiu"
    assert is_problem(call("marina").get(f"/tickets/{ticket.protocol}"), 404)
    assert call("ana").get(f"/tickets/{ticket.protocol}").json()["team"] == "TI"


def test_a_confidential_team_is_refused_as_an_unknown_one(call: As, ticket: Ticket) -> None:
    marina, path = call("marina"), f"/tickets/{ticket.protocol}/actions/transfer"
    hidden = marina.post(path, {"team": "RH", "reason": "por favor"})
    unknown = marina.post(path, {"team": "Nada", "reason": "por favor"})
    assert is_problem(hidden, 404)
    assert hidden.content == unknown.content
    assert is_problem(marina.post(path, {"team": "TI"}), 422)


def test_resolve_needs_nothing_and_reopen_a_reason(call: As, ticket: Ticket) -> None:
    marina, path = call("marina"), f"/tickets/{ticket.protocol}/actions"
    assert marina.post(f"{path}/resolve", {}).json()["status"] == "resolved"
    assert marina.post(f"{path}/resolve").json()["status"] == "resolved"
    assert is_problem(marina.post(f"{path}/reopen", {}), 422)
    assert is_problem(marina.post(f"{path}/reopen", {"reason": ""}), 422)
    again = marina.post(f"{path}/reopen", {"reason": "Faltou um pé"})
    assert (again.status_code, again.json()["status"]) == (200, "open")
    assert is_problem(marina.post(f"{path}/reopen", {"reason": "de novo"}), 422)


def test_a_client_reopens_their_ticket_and_does_nothing_else_to_it(
    call: As, cast: Cast, ticket: Ticket
) -> None:
    actions.resolve(cast.actor("marina"), ticket.pk)
    joao, path = call("joao"), f"/tickets/{ticket.protocol}/actions"
    assert is_problem(joao.post(f"{path}/resolve", {}), 403)
    assert is_problem(joao.post(f"{path}/assign", {"agent": None}), 403)
    assert is_problem(joao.post(f"{path}/transfer", {"team": "TI", "reason": "x"}), 403)
    assert is_problem(joao.post(f"{path}/transfer", {"team": "Nada", "reason": "x"}), 403)
    assert joao.post(f"{path}/reopen", {"reason": "Não chegou"}).json()["status"] == "open"
