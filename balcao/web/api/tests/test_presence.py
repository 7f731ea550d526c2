"""Presence by the API: said by oneself, read by the team, through the same actions as the pages."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.service.routing import actions as routing
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

from .conftest import As, is_problem

OWN, COLLEAGUES = "/presence", "/presence/colleagues"


def test_one_says_whether_one_takes_work_and_why_not(cast: Cast, call: As) -> None:
    marina = call("marina")
    assert marina.get(OWN).json()["state"] == "away"
    made = marina.post(OWN, {"state": "break", "reason": " almoço "})
    assert (made.status_code, made.json()["reason"]) == (200, "almoço")
    told = marina.get(OWN).json()
    assert (told["state"], told["reason"], told["is_lapsed"]) == ("break", "almoço", False)
    assert told["since_at"]
    assert is_problem(marina.post(OWN, {"state": "asleep"}), 422)
    assert is_problem(marina.post(OWN, {}), 422)


def test_who_goes_away_gives_back_what_they_never_touched(cast: Cast, call: As) -> None:
    routing.set_routing(SYSTEM, cast.teams["sac"].pk, is_automatic=True)
    ticket = cast.ticket("joao", "sac")
    tickets.assign(SYSTEM, ticket.pk, cast.people["marina"].pk)
    call("marina").post(OWN, {"state": "available"})
    call("marina").post(OWN, {"state": "away"})
    ticket.refresh_from_db()
    assert ticket.assignee_id is None


def test_a_supervisor_reads_their_own_teams_alone(cast: Cast, call: As) -> None:
    routing.set_presence(cast.actor("marina"), "break", "almoço")
    routing.set_presence(cast.actor("paulo"), "available")
    found = {one["name"]: one for one in call("rita").get(COLLEAGUES).json()["items"]}
    assert set(found) == {"Marina Alves", "Rita Nunes"}
    assert found["Marina Alves"]["state"] == "break"
    assert found["Marina Alves"]["reason"] == "almoço"
    assert found["Rita Nunes"]["since_at"] is None
    first = call("rita").get(COLLEAGUES, limit=1).json()
    second = call("rita").get(COLLEAGUES, limit=1, cursor=first["next"]).json()
    assert [one["name"] for one in first["items"] + second["items"]] == list(found)
    assert second["next"] is None


def test_who_answers_for_no_team_has_no_presence(cast: Cast, call: As) -> None:
    for name in ("joao", "carlos", "lucia", "zoe"):
        assert is_problem(call(name).get(OWN), 403)
        assert is_problem(call(name).post(OWN, {"state": "available"}), 403)
    assert is_problem(call("joao").get(COLLEAGUES), 403)
