"""People and search: only what is in the scope."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.register.people.actions import add_handle, change_person
from balcao.service.assets.tests.owning import asset
from balcao.service.catalog.tests.offering import offer
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from tests.cast import Cast

from .conftest import As, is_problem


def test_people_are_found_by_any_handle_within_the_scope(call: As, cast: Cast) -> None:
    joao = cast.people["joao"].pk
    add_handle(SYSTEM, joao, "phone", "(11) 98765-4321")
    change_person(SYSTEM, joao, "cpf", "529.982.247-25")
    cast.ticket("joao", "sac")
    for handle in ("JOAO@cliente.example", "+55 11 8765-4321", "52998224725", "529.982.247-25"):
        told = call("marina").get("/people", handle=handle).json()
        assert set(told) == {"items", "next"}
        assert [item["id"] for item in told["items"]] == [joao], handle
        assert "52998224725" not in str(told)
        assert call("ana").get("/people", handle=handle).json() == {"items": [], "next": None}
    (own,) = call("joao").get("/people", handle="joao@cliente.example").json()["items"]
    assert set(own) == {"id", "name", "handles"}


def test_a_client_finds_no_other_person(call: As, cast: Cast) -> None:
    cast.ticket("zoe", "sac")
    known = call("joao").get("/people", handle="zoe@fora.example")
    unknown = call("joao").get("/people", handle="ninguem@fora.example")
    assert known.content == unknown.content
    assert is_problem(call("joao").get("/people"), 422)
    assert call("joao").get("/people", handle="João").json()["items"] == []


def test_the_other_hat_s_address_is_neither_shown_nor_found_by(call: As, cast: Cast) -> None:
    add_handle(SYSTEM, cast.people["ana"].pk, "email", "aninha@casa.example", is_verified=True)
    cast.ticket("ana", "rh")
    paulo = call("paulo")
    (ana,) = paulo.get("/people", handle="ana@boapraca.example").json()["items"]
    assert ana["handles"] == ["ana@boapraca.example"]
    assert paulo.get("/people", handle="aninha@casa.example").json()["items"] == []
    assert paulo.get("/search", q="aninha@casa.example").json()["items"] == []


def test_a_search_gives_tickets_and_people_without_the_query(call: As, cast: Cast) -> None:
    protocol = cast.ticket("joao", "sac", "Mesa quebrada", "O tampo veio lascado").protocol
    told = call("marina").get("/search", q="tampo lascado").json()
    assert told == {
        "items": [
            {
                "type": "ticket",
                "protocol": protocol,
                "title": "Mesa quebrada",
                "snippet": "O tampo veio lascado",
            }
        ],
        "next": None,
    }
    (person,) = call("marina").get("/search", q="joao souza").json()["items"]
    assert set(person) == {"type", "id", "title", "snippet"}
    assert (person["type"], person["id"]) == ("person", cast.people["joao"].pk)
    response = call("joao").get("/search", q="zanzibarita")
    assert response.json() == {"items": [], "next": None}
    assert "zanzibarita" not in response.content.decode()


def test_a_search_gives_what_one_uses_and_what_one_may_ask_for(call: As, cast: Cast) -> None:
    used = asset(cast, "ti", "Canoa", owner=cast.handle("carlos").value)
    offered = offer(cast, "Canoa nova", audience=["contractor"])
    told = call("carlos").get("/search", q="canoa").json()["items"]
    assert [(one["type"], one["id"], one["title"]) for one in told] == [
        ("asset", used.pk, "Canoa"),
        ("catalog_item", offered.pk, "Canoa nova"),
    ]
    assert told[0]["number"] == used.number
    assert call("joao").get("/search", q="canoa").json()["items"] == []


def test_a_client_finds_only_his_own(call: As, cast: Cast) -> None:
    cast.ticket("zoe", "sac", "Canário amarelo", "canário")
    own = cast.ticket("joao", "sac", "Canário azul", "canário")
    actions.note(cast.actor("rita"), own.pk, Said("papagaio"))
    told = call("joao").get("/search", q="canario").json()["items"]
    assert [item["protocol"] for item in told] == [own.protocol]
    assert call("joao").get("/search", q="papagaio").json()["items"] == []
    assert len(call("marina").get("/search", q="canario").json()["items"]) == 2


def test_a_search_needs_a_query_and_bears_an_empty_one(call: As) -> None:
    assert is_problem(call("joao").get("/search"), 422)
    assert call("joao").get("/search", q="").json() == {"items": [], "next": None}
