from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from balcao.core.actor import Hat
from balcao.register.people.models import Handle, Person, Relationship
from balcao.web import hats
from tests.cast import Cast

from .identity import Provider, provider

WAY = "/entrar/empresa/firma/"


@pytest.fixture
def firm(settings: Settings) -> Iterator[Provider]:
    """The company's identity provider, named in the settings."""
    with provider() as told:
        app = {
            "provider_id": "firma",
            "name": "Conta da firma",
            "client_id": "balcao",
            "secret": "x",
            "settings": {"server_url": told.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
        }
        yield told


def _come_in(client: Client, firm: Provider, **claims: Any) -> Any:
    firm.claims = {"sub": "42", "email_verified": True, **claims}
    away = client.get(WAY)["Location"]
    assert away.startswith(f"{firm.address}/authorize?")
    state = parse_qs(urlsplit(away).query)["state"][0]
    return client.get(f"{WAY}retorno/", {"code": "c", "state": state})


def _worn(client: Client) -> frozenset[Hat]:
    return hats.actor_of_session(client.session).hats


def test_the_entrance_shows_the_companys_own_way_in(cast: Cast, firm: Provider) -> None:
    assert "Conta da firma" in Client().get("/entrar/").content.decode()


def test_a_work_address_vouched_for_opens_every_hat(cast: Cast, firm: Provider) -> None:
    client = Client()
    answer = _come_in(client, firm, email="Ana@boapraca.example")
    assert answer["Location"] == "/desk/"
    assert _worn(client) == {Hat.EXTERNAL, Hat.INTERNAL, Hat.AGENT}
    assert firm.asked[0]["code_verifier"]


def test_nobody_is_made_by_a_sign_in(cast: Cast, firm: Provider) -> None:
    people, users = Person.objects.count(), get_user_model().objects.count()
    client = Client()
    answer = _come_in(client, firm, email="novato@boapraca.example")
    assert answer["Location"] == "/entrar/"
    assert hats.actor_of_session(client.session).person_id is None
    assert (Person.objects.count(), get_user_model().objects.count()) == (people, users)


@pytest.mark.parametrize("verified", [False, "false", None, "", 1])
def test_an_address_that_is_not_verified_there_opens_nothing(
    cast: Cast, firm: Provider, verified: object
) -> None:
    client = Client()
    _come_in(client, firm, email="ana@boapraca.example", email_verified=verified)
    assert hats.actor_of_session(client.session).person_id is None


def test_a_private_address_opens_nothing_this_way(cast: Cast, firm: Provider) -> None:
    client = Client()
    _come_in(client, firm, email="joao@cliente.example")
    assert hats.actor_of_session(client.session).person_id is None


def test_a_work_address_unverified_here_opens_nothing(cast: Cast, firm: Provider) -> None:
    Handle.objects.filter(value="ana@boapraca.example").update(verified_at=None)
    client = Client()
    _come_in(client, firm, email="ana@boapraca.example")
    assert hats.actor_of_session(client.session).person_id is None


def test_an_address_given_to_somebody_else_does_not_open_the_old_account(
    cast: Cast, firm: Provider
) -> None:
    _come_in(Client(), firm, email="ana@boapraca.example")
    client = Client()
    _come_in(client, firm, email="ana@boapraca.example", sub="43")
    assert hats.actor_of_session(client.session).person_id is None
    assert SocialAccount.objects.get().uid == "42"


def test_an_identity_that_changed_its_address_does_not_open_anothers_account(
    cast: Cast, firm: Provider
) -> None:
    _come_in(Client(), firm, email="ana@boapraca.example")
    client = Client()
    _come_in(client, firm, email="marina@boapraca.example")
    assert hats.actor_of_session(client.session).person_id is None


def test_somebody_who_left_is_a_client_at_most(cast: Cast, firm: Provider) -> None:
    Relationship.objects.filter(person=cast.people["ana"]).update(
        since_on="2020-01-01", until_on="2020-12-31"
    )
    client = Client()
    _come_in(client, firm, email="ana@boapraca.example")
    assert _worn(client) <= {Hat.EXTERNAL}


def test_a_return_without_its_state_opens_nothing(cast: Cast, firm: Provider) -> None:
    client = Client()
    client.get(f"{WAY}retorno/", {"code": "c", "state": "forged"})
    assert hats.actor_of_session(client.session).person_id is None
    assert not firm.asked


def test_without_a_provider_there_is_no_such_way(cast: Cast) -> None:
    assert Client().get(WAY).status_code == 404
