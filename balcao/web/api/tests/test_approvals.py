"""Approvals by the API: to whom the pages show them, and what is decided there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.service.approvals.tests.approving import asked, begin, named, rule
from tests.cast import Cast

from .conftest import As, is_problem


def test_rita_reads_and_decides_what_ana_wants(cast: Cast, call: As) -> None:
    approval = begin(cast, rule(named(cast, "rita")), amount=1500)
    rita, ana = call("rita"), call("ana")
    (listed,) = rita.get("/approvals").json()["items"]
    assert (listed["id"], listed["requester"], listed["state"]) == (
        approval.pk,
        "Ana Prado",
        "waiting",
    )
    assert ana.get("/approvals").json()["items"] == []
    assert ana.get("/approvals", role="asked").json()["items"][0]["ask"] is None
    decide = f"/approvals/{approval.pk}/actions/decide"
    assert is_problem(ana.post(decide, {"decision": "approved"}), 403)
    assert is_problem(rita.post(decide, {"decision": "refused"}), 422)
    assert is_problem(rita.post(decide, {"decision": "maybe"}), 422)
    told = rita.post(decide, {"decision": "approved", "reason": "Pode."}).json()
    assert told["state"] == "approved"
    decided = next(step for step in told["trail"] if step["reason"])
    assert (decided["by"], decided["way"], decided["reason"]) == ("Rita Nunes", "api", "Pode.")
    assert is_problem(rita.post(decide, {"decision": "approved"}), 409)
    assert is_problem(ana.post(f"/approvals/{approval.pk}/actions/withdraw", {}), 409)


def test_what_was_refused_is_asked_for_again(cast: Cast, call: As) -> None:
    ticket = cast.ticket("carlos", "ti", "Notebook novo")
    first = begin(
        cast, rule(named(cast, "rita")), "carlos", ticket_id=ticket.pk, details="Modelo: forte"
    )
    carlos, again = call("carlos"), f"/approvals/{first.pk}/actions/ask-again"
    assert is_problem(carlos.post(again, {"changed": "Nada."}), 409)
    call("rita").post(
        f"/approvals/{first.pk}/actions/decide", {"decision": "refused", "reason": "Caro."}
    )
    assert carlos.get(f"/approvals/{first.pk}").json()["may_ask_again"]
    assert is_problem(carlos.post(again, {"changed": " "}), 422)
    assert is_problem(call("zoe").post(again, {"changed": "Mudou."}), 404)
    made = carlos.post(again, {"changed": "Agora é usado."})
    assert made.status_code == 201
    told = made.json()
    assert told["id"] != first.pk
    assert (told["state"], told["changed"], told["details"]) == (
        "waiting",
        "Agora é usado.",
        "Modelo: forte",
    )
    assert told["trail"][0]["reason"] == "Agora é usado."


@pytest.mark.parametrize("name", ["marina", "paulo", "lucia", "carlos", "joao", "zoe"])
def test_an_approval_of_others_is_none(cast: Cast, call: As, name: str) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    caller, home = call(name), f"/approvals/{approval.pk}"
    assert is_problem(caller.get(home), 404)
    assert is_problem(caller.post(f"{home}/actions/decide", {"decision": "approved"}), 404)
    assert is_problem(caller.post(f"{home}/actions/withdraw", {}), 404)
    for role in ("decide", "decided", "asked", "all"):
        assert caller.get("/approvals", role=role).json()["items"] == []


def test_absences_are_told_and_ended(cast: Cast, call: As) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    rita, today = call("rita"), clock.today()
    form = {
        "delegate": "lucia@boapraca.example",
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=3)).isoformat(),
    }
    assert is_problem(rita.post("/delegations", form | {"delegate": "joao@cliente.example"}), 422)
    assert is_problem(call("joao").post("/delegations", form), 404)
    made = rita.post("/delegations", form)
    assert (made.status_code, made.json()["delegate"]) == (201, "Lúcia Boa")
    assert asked(approval) == ["Lúcia"]
    (listed,) = call("lucia").get("/approvals").json()["items"]
    assert listed["for_whom"] == "Rita Nunes"
    end = f"/delegations/{made.json()['id']}/actions/end"
    assert is_problem(call("lucia").post(end), 404)
    assert rita.post(end).json()["items"] == []
    assert asked(approval) == ["Rita"]


def test_pages_follow_each_other_by_cursor(cast: Cast, call: As) -> None:
    kept = rule(named(cast, "rita"))
    made = [begin(cast, kept).pk for _n in range(3)]
    rita = call("rita")
    first = rita.get("/approvals", limit=2).json()
    rest = rita.get("/approvals", limit=2, cursor=first["next"]).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == made[::-1]
    assert rest["next"] is None
