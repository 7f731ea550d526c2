from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from balcao.register.access.actions import Purpose, make_code
from balcao.register.access.models import CompanyGrant, Membership, OneTimeSecret
from balcao.register.people.models import Person, Relationship
from balcao.service.inboxes.models import Inbox
from balcao.web import hats
from tests.cast import Cast

PAGE = "/comecar/"
TOLD = {
    "company": "Móveis Boa Praça",
    "name": "Beto Lima",
    "email": "beto@boapraca.example",
    "password": "cadeira-de-palha-7",
    "team": "Atendimento",
    "inbox": "sac@boapraca.example",
}

pytestmark = pytest.mark.django_db


def test_an_empty_desk_leads_to_its_first_page() -> None:
    assert Client().get("/")["Location"] == PAGE
    assert Client().get(PAGE).status_code == 200


def test_the_code_makes_an_administrator_a_team_and_an_inbox() -> None:
    client = Client()
    answer = client.post(PAGE, {**TOLD, "code": make_code(Purpose.FIRST_RUN)})
    assert answer["Location"] == "/conta/seguranca/app/"
    beto = Person.objects.get()
    assert CompanyGrant.objects.get().person == beto
    assert Relationship.objects.get().kind == "employee"
    assert Membership.objects.get().role == "supervisor"
    assert Inbox.objects.get().audience == "external"
    assert get_user_model().objects.get().check_password(TOLD["password"])
    assert client.get("/conta/seguranca/app/").status_code == 200
    assert hats.actor_of_session(client.session).person_id is None


def test_the_founder_is_spoken_to_in_the_language_of_their_browser() -> None:
    spoken = Client(headers={"Accept-Language": "en"})
    spoken.post(PAGE, {**TOLD, "code": make_code(Purpose.FIRST_RUN)})
    assert Person.objects.get().language == "en"


def test_a_wrong_code_makes_nothing_and_costs_a_try() -> None:
    make_code(Purpose.FIRST_RUN)
    assert Client().post(PAGE, {**TOLD, "code": "00000000"}).status_code == 422
    assert not Person.objects.exists()
    assert OneTimeSecret.objects.get().tries_left == 4


def test_a_refusal_behind_a_good_code_does_not_use_it_up(cast: Cast) -> None:
    CompanyGrant.objects.all().delete()
    code = make_code(Purpose.FIRST_RUN)
    taken = Client().post(PAGE, {**TOLD, "code": code})
    assert taken.status_code == 422
    assert OneTimeSecret.objects.get(purpose="first_run").used_at is None
    new = {
        **TOLD,
        "code": code,
        "email": "chefe@boapraca.example",
        "inbox": "oi@boapraca.example",
    }
    assert Client().post(PAGE, new).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "12345678"},
        {"email": "beto"},
        {"inbox": "beto@boapraca.example"},
        {"company": ""},
    ],
)
def test_what_is_wrong_is_told_before_the_code_is_looked_at(wrong: dict[str, str]) -> None:
    code = make_code(Purpose.FIRST_RUN)
    answer = Client().post(PAGE, {**TOLD, "code": code, **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert OneTimeSecret.objects.get().used_at is None


def test_there_is_no_such_page_once_there_is_an_administrator(cast: Cast) -> None:
    code = make_code(Purpose.FIRST_RUN)
    assert Client().get(PAGE).status_code == 404
    assert Client().post(PAGE, {**TOLD, "code": code}).status_code == 404


def test_tries_are_limited() -> None:
    answers = [Client().post(PAGE, {"code": "1"}).status_code for _try in range(21)]
    assert answers == [422] * 20 + [429]
