"""Problems and changes by the API: the pages' scope and rules."""

from __future__ import annotations

import pytest

from balcao.service.changes.tests.changing import HARMLESS, change
from balcao.service.problems.models import Attached, Broadcast, Letter
from balcao.service.problems.tests.causing import problem, sent
from tests.cast import Cast

from .conftest import As, is_problem


def test_an_agent_opens_a_problem_adds_tickets_and_tells_them(cast: Cast, call: As) -> None:
    marina, protocol = call("marina"), cast.ticket("joao", "sac").protocol
    told = {"team": cast.teams["sac"].pk, "title": "Nota não sai", "cause": "Certificado"}
    made = marina.post("/problems", told)
    assert made.status_code == 201
    path = f"/problems/{made.json()['id']}"
    assert is_problem(marina.post(f"{path}/state", {"state": "known_error"}), 422)
    hidden = cast.ticket("ana", "rh").protocol
    assert is_problem(marina.post(f"{path}/tickets", {"protocols": [protocol, hidden]}), 404)
    assert not Attached.objects.exists()
    assert marina.post(f"{path}/tickets", {"protocols": [protocol]}).json() == {"added": 1}
    assert is_problem(marina.post(f"{path}/messages", {}), 422)
    begun = marina.post(f"{path}/messages", {"external": "Já sabemos.", "then": "resolved"})
    assert (begun.status_code, begun.json()["tickets"]) == (201, 1)
    sent(Broadcast.objects.get())
    (message,) = marina.get(f"{path}/messages").json()["items"]
    assert (message["state"], message["sent"]) == ("done", 1)
    stop = f"/problems/messages/{message['id']}/stop"
    assert is_problem(marina.post(stop, {}), 409)
    assert is_problem(call("ana").post(stop, {}), 404)
    assert Letter.objects.get().state == "sent"
    assert marina.get(path).json()["active"] == 0


def test_problems_are_agents_and_confidential_ones_their_team_s(cast: Cast, call: As) -> None:
    made, hidden = problem(cast), problem(cast, team="rh")
    for name, seen in {"ana": [made.pk], "paulo": [hidden.pk, made.pk], "joao": []}.items():
        caller = call(name)
        assert [one["id"] for one in caller.get("/problems").json()["items"]] == seen
        for one in (made, hidden):
            status = 200 if one.pk in seen else 404
            assert caller.get(f"/problems/{one.pk}").status_code == status
    assert is_problem(call("marina").post(f"/problems/{made.pk}/state", {"state": "fixed"}), 403)
    assert call("ana").get("/problems?q=PREFEITURA").json()["items"][0]["id"] == made.pk


def test_a_change_goes_its_way(cast: Cast, call: As) -> None:
    ana = call("ana")
    told = {
        "team": cast.teams["ti"].pk, "title": "Switch", "kind": "standard", "answers": HARMLESS,
        "plan": "Trocar.", "back_out": "Voltar.", "services": ["Rede"],
        "starts_at": "2040-11-10T22:00:00Z", "ends_at": "2040-11-10T23:00:00Z",
    }  # fmt: skip
    other = change(cast, services=["rede"])
    made = ana.post("/changes", told)
    assert made.status_code == 201
    assert (made.json()["risk"], made.json()["meets"][0]["id"]) == ("low", other.pk)
    path = f"/changes/{made.json()['id']}"
    for way, form, state in (
        ("submit", {}, "approved"),
        ("begin", {}, "running"),
        ("finish", {"outcome": "success"}, "done"),
        ("review", {"outcome": "success", "words": "Nada."}, "reviewed"),
    ):
        assert ana.post(f"{path}/{way}", form).json()["state"] == state
    assert is_problem(ana.post(f"{path}/cancel", {"reason": "x"}), 409)
    assert is_problem(ana.post("/changes", {**told, "starts_at": "2040-11-10T22:00:00"}), 422)
    for name, status in {"marina": 200, "joao": 404}.items():
        assert call(name).get(path).status_code == status


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        ("2040-11-01T00:00:00Z", "2040-12-01T00:00:00Z", 200),
        ("2040-11-01T00:00:00Z", "2041-12-01T00:00:00Z", 422),
        ("2040-12-01T00:00:00Z", "2040-11-01T00:00:00Z", 422),
        ("2040-11-01T00:00:00", "2040-12-01T00:00:00", 422),
    ],
)
def test_the_calendar_is_asked_for_by_its_days(
    cast: Cast, call: As, since: str, until: str, status: int
) -> None:
    made, _hidden = change(cast), change(cast, team="rh")
    told = call("marina").get(f"/changes/calendar?since={since}&until={until}")
    assert told.status_code == status
    if status == 200:
        assert [one["id"] for one in told.json()["items"]] == [made.pk]
