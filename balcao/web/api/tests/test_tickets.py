from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balcao.core.actor import SYSTEM
from balcao.register.people.actions import register_person
from balcao.register.people.models import Person
from balcao.service.tickets.rules import group_protocol, read_protocol
from tests.cast import Cast

from .conftest import As, is_problem

NEW: dict[str, Any] = {
    "subject": "Sofá rasgado",
    "body": "Chegou assim.",
    "inbox": "sac@boapraca.example",
    "kind": "complaint",
}
FIELDS = {
    "protocol",
    "subject",
    "kind",
    "status",
    "priority",
    "requester",
    "team",
    "created_at",
    "updated_at",
}


def test_a_ticket_has_every_field_of_the_contract(call: As) -> None:
    opened = call("joao").post("/tickets", NEW)
    assert opened.status_code == 201
    told = opened.json()
    assert set(told) == FIELDS
    assert len(told["protocol"]) == 12
    assert read_protocol(told["protocol"]) == told["protocol"]
    assert {name: told[name] for name in ("subject", "kind", "status", "priority")} == {
        "subject": "Sofá rasgado",
        "kind": "complaint",
        "status": "new",
        "priority": "normal",
    }
    assert told["requester"] == "joao@cliente.example"
    assert told["created_at"].endswith("Z")


def test_a_list_is_items_and_next(call: As, cast: Cast) -> None:
    protocols = [cast.ticket("joao", "sac").protocol for _number in range(5)]
    joao = call("joao")
    first = joao.get("/tickets", limit=3).json()
    assert set(first) == {"items", "next"}
    second = joao.get("/tickets", limit=3, cursor=first["next"]).json()
    assert second["next"] is None
    told = [item["protocol"] for item in first["items"] + second["items"]]
    assert told == protocols[::-1]


def test_fifty_tickets_come_unless_said_otherwise(call: As, cast: Cast) -> None:
    for _number in range(51):
        cast.ticket("joao", "sac")
    told = call("marina").get("/tickets").json()
    assert len(told["items"]) == 50
    assert told["next"]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many"])
def test_a_limit_outside_one_to_two_hundred_is_refused(call: As, limit: str) -> None:
    response = call("joao").get("/tickets", limit=limit)
    assert is_problem(response, 422)
    assert set(response.json()["errors"]) == {"limit"}


@pytest.mark.parametrize("cursor", ["nonsense", "é", "W10", "eA", "\x00"])
def test_a_foreign_cursor_is_refused(call: As, cursor: str) -> None:
    marina = call("marina")
    for path, query in (
        ("/tickets", {}),
        ("/search", {"q": "sofá"}),
        ("/people", {"handle": "joao@cliente.example"}),
    ):
        assert is_problem(marina.get(path, cursor=cursor, **query), 422), path


def test_filters_narrow_the_list_and_the_unknown_gives_nothing(call: As, cast: Cast) -> None:
    cast.ticket("joao", "sac")
    cast.ticket("zoe", "sac")
    marina = call("marina")

    def count(**query: str) -> int:
        return len(marina.get("/tickets", **query).json()["items"])

    assert count() == 2
    assert count(requester="JOAO@cliente.example") == 1
    assert count(requester="ninguem@fora.example") == 0
    assert count(status="new") == 2
    assert count(status="closed") == 0
    assert count(team="SAC") == 2
    assert count(team="Nenhuma") == 0
    assert is_problem(marina.get("/tickets", status="lost"), 422)


def test_a_protocol_is_read_in_any_notation(call: As, cast: Cast) -> None:
    protocol = cast.ticket("joao", "sac").protocol
    joao = call("joao")
    for told in (protocol, group_protocol(protocol), f"{protocol[:4]}-{protocol[4:]}"):
        assert joao.get(f"/tickets/{told}").json()["protocol"] == protocol


def test_outside_the_scope_answers_exactly_as_what_does_not_exist(call: As, cast: Cast) -> None:
    hidden = cast.ticket("paulo", "rh").protocol
    nothing = next(
        f"20269999999{digit}" for digit in range(10) if read_protocol(f"20269999999{digit}")
    )
    for name in ("joao", "marina", "zoe", "lucia", "beto"):
        caller = call(name)
        for method, path, told in (
            ("get", "", {}),
            ("get", "/messages", {}),
            ("post", "/messages", {"body": "Oi"}),
            ("post", "/actions/resolve", {}),
            ("post", "/actions/assign", {"agent": None}),
        ):
            one, other = (
                caller.get(f"/tickets/{protocol}{path}")
                if method == "get"
                else caller.post(f"/tickets/{protocol}{path}", told)
                for protocol in (hidden, nothing)
            )
            assert is_problem(one, 404)
            assert (one.status_code, one.content) == (other.status_code, other.content)
            assert dict(one.headers) == dict(other.headers)


def test_an_inbox_one_may_not_use_answers_as_an_unknown_one(call: As) -> None:
    joao = call("joao")
    closed = joao.post("/tickets", NEW | {"inbox": "rh@boapraca.example"})
    unknown = joao.post("/tickets", NEW | {"inbox": "nada@boapraca.example"})
    assert is_problem(closed, 404)
    assert closed.content == unknown.content


def test_an_employee_asks_inside_and_a_contractor_too(call: As) -> None:
    for name in ("ana", "carlos"):
        opened = call(name).post("/tickets", NEW | {"inbox": "ti@boapraca.example"})
        assert opened.status_code == 201, name


def test_an_agent_opens_a_ticket_for_somebody_unknown(call: As) -> None:
    told = call("marina").post("/tickets", NEW | {"requester": "Nova@Cliente.Example"}).json()
    assert told["requester"] == "nova@cliente.example"
    assert Person.objects.filter(handles__value="nova@cliente.example").exists()


def test_only_who_answers_for_the_team_opens_a_ticket_for_another(call: As) -> None:
    for name in ("joao", "ana", "beto"):
        for requester in ("zoe@fora.example", "ninguem@fora.example"):
            response = call(name).post("/tickets", NEW | {"requester": requester})
            assert is_problem(response, 403), (name, requester)
    assert not Person.objects.filter(handles__value="ninguem@fora.example").exists()


def test_a_client_may_name_themselves(call: As) -> None:
    response = call("joao").post("/tickets", NEW | {"requester": "joao@cliente.example"})
    assert response.status_code == 201


def test_who_buys_and_works_asks_the_shop_from_their_private_address(call: As, cast: Cast) -> None:
    from balcao.register.people.actions import add_handle

    add_handle(SYSTEM, cast.people["ana"].pk, "email", "aninha@casa.example", is_verified=True)
    told = call("ana").post("/tickets", NEW).json()
    assert told["requester"] == "aninha@casa.example"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("subject", "x" * 301),
        ("subject", None),
        ("body", ""),
        ("body", 7),
        ("kind", "wish"),
        ("inbox", ""),
        ("requester", "not an address"),
        ("subject", " \t"),
        ("body", "\n \n"),
    ],
)
def test_what_cannot_be_accepted_is_named_and_not_said_back(
    call: As, field: str, value: object
) -> None:
    response = call("marina").post("/tickets", NEW | {field: value})
    assert is_problem(response, 422)
    assert set(response.json()["errors"]) == {field}
    assert "not an address" not in response.content.decode()


def test_a_ticket_without_a_needed_field_is_refused(call: As) -> None:
    for field in NEW:
        told = {name: value for name, value in NEW.items() if name != field}
        response = call("joao").post("/tickets", told)
        assert is_problem(response, 422)
        assert list(response.json()["errors"]) == [field]


def test_what_a_database_cannot_keep_is_left_out(call: As) -> None:
    joao = call("joao")
    told = joao.post("/tickets", NEW | {"subject": "a\x00b", "body": "c\ud800d"}).json()
    assert told["subject"] == "ab"
    assert joao.get("/tickets", requester="\x00", team="\x00").status_code == 200
    assert is_problem(joao.get("/tickets/2026%00"), 404)


def test_a_client_reads_the_public_name_of_the_team(call: As, cast: Cast) -> None:
    from balcao.register.teams.actions import change_team

    change_team(SYSTEM, cast.teams["sac"].pk, "public_name", "Atendimento")
    protocol = cast.ticket("joao", "sac").protocol
    for path in (f"/tickets/{protocol}",):
        assert call("joao").get(path).json()["team"] == "Atendimento"
        assert call("marina").get(path).json()["team"] == "SAC"
    assert call("joao").get("/tickets").json()["items"][0]["team"] == "Atendimento"


def test_a_list_takes_the_same_statements_for_two_and_for_many(call: As, cast: Cast) -> None:
    marina = call("marina")
    marina.get("/tickets")
    numbers = []
    for more in (2, 18):
        for number in range(more):
            person = register_person(SYSTEM, "Cliente", email=f"c{more}-{number}@cliente.example")
            cast.people[f"c{number}"] = person
            cast.ticket(f"c{number}", "sac")
        with CaptureQueriesContext(connection) as told:
            assert marina.get("/tickets").status_code == 200
        numbers.append(len(told))
    assert numbers[0] == numbers[1] <= 6
