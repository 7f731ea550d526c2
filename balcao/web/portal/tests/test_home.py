from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from balcao.core.actor import Hat
from balcao.register.access.actors import Level
from tests.cast import Cast
from tests.signing import signed_in

INSIDE_WORDS = ("boapraca.example", "TI", "RH", "colega", "colleague", "intern", "/desk/", "Desk")


def _page(client: Client, way: str = "/") -> str:
    answer = client.get(way, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def _words(page: str) -> str:
    """The body without its random tokens, which may hold any letters."""
    body = page[page.index("<body") :]
    return re.sub(r'value="\w{64}"', "", body[: body.rindex('<div id="words"')])


def test_the_street_sees_three_ways_in_and_nothing_of_the_inside(cast: Cast) -> None:
    page = _words(_page(Client()))
    assert {"/pedir/", "/acompanhar/", "/entrar/"} <= set(page.split('"'))
    assert not [word for word in INSIDE_WORDS if word in page]


def test_a_customer_never_learns_that_there_is_an_inside(cast: Cast) -> None:
    client = signed_in(cast.people["joao"].pk)
    for way in ("/", "/novo/", "/chamados/", "/conta/", "/conta/sessoes/"):
        page = _words(_page(client, way))
        assert not [word for word in INSIDE_WORDS if word in page], way


def test_an_employee_sees_the_departments_and_not_the_customers_inbox(cast: Cast) -> None:
    page = _page(signed_in(cast.people["ana"].pk))
    assert ">TI<" in page
    assert ">RH<" in page
    assert ">SAC<" not in page


def test_the_same_employee_as_a_customer_sees_the_shop(cast: Cast) -> None:
    client = signed_in(cast.people["ana"].pk)
    assert client.post("/lado/", {"side": "external"})["Location"] == "/"
    page = _page(client)
    assert ">SAC<" in page
    assert ">RH<" not in page
    assert 'value="internal"' in page


def test_a_link_session_of_an_employee_has_no_other_side(cast: Cast) -> None:
    client = signed_in(cast.people["ana"].pk, Level.LINK)
    assert ">RH<" not in _page(client)
    assert client.post("/lado/", {"side": "internal"}).status_code == 404
    assert client.post("/lado/", {"side": "agent"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("ana", {"/desk/"}),
        ("beto", {"/administracao/"}),
        ("lucia", {"/numeros/"}),
        ("carlos", set()),
    ],
)
def test_each_sees_only_their_own_ways(cast: Cast, name: str, ways: set[str]) -> None:
    page = _page(signed_in(cast.people[name].pk))
    assert {"/desk/", "/administracao/", "/numeros/"} & set(page.split('"')) == ways


def test_the_latest_tickets_are_those_of_the_hat_worn(cast: Cast) -> None:
    cast.ticket("ana", "rh", "Férias em março")
    assert "Férias em março" in _page(signed_in(cast.people["ana"].pk))
    outside = signed_in(cast.people["ana"].pk, hat=Hat.EXTERNAL)
    assert "Férias em março" not in _page(outside)


def test_the_demo_says_who_to_sign_in_as_on_this_machine_alone(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA, settings.IS_DEMO = tmp_path, True
    told = {"people": {"marina@boapraca.example": "agent, SAC"}}
    (tmp_path / "demo.json").write_text(json.dumps(told))
    here = _page(Client())
    assert "balcao sign-in marina@boapraca.example" in here
    assert "/caixa-de-saida/" in here
    away = _page(Client(REMOTE_ADDR="203.0.113.9"))
    assert "marina@" not in away
    assert "/caixa-de-saida/" in away


def test_outside_of_a_demo_nothing_is_said_of_one(cast: Cast) -> None:
    page = _page(Client())
    assert "balcao sign-in" not in page
    assert "/caixa-de-saida/" not in page


def test_a_visitor_may_read_it_in_the_other_language(cast: Cast) -> None:
    client = Client()
    client.post("/idioma/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()


def test_changing_the_language_leads_nowhere_else(cast: Cast) -> None:
    answer = Client().post("/idioma/", {"language": "en", "next": "https://fora.example/"})
    assert answer["Location"] == "/"
