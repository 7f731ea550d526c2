from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from balcao.core.actor import SYSTEM, Hat
from balcao.register.access.actions import set_password
from balcao.register.access.models import OpenSession
from balcao.register.people.models import Handle
from balcao.web import hats
from tests.cast import Cast

from .mailbox import link_in, mails

PASSWORD = "cadeira-de-palha-7"
SETTING_UP = "/conta/seguranca/app/"


@pytest.fixture
def joao(cast: Cast) -> Cast:
    """João has a password on his private address."""
    set_password(SYSTEM, cast.people["joao"].pk, "joao@cliente.example", PASSWORD)
    return cast


@pytest.fixture
def ana(cast: Cast) -> Cast:
    """Ana has a password on her work address, and no second factor yet."""
    set_password(SYSTEM, cast.people["ana"].pk, "ana@boapraca.example", PASSWORD)
    return cast


def _sign_in(client: Client, address: str, password: str = PASSWORD, **told: str) -> Any:
    return client.post("/entrar/", {"login": address, "password": password, **told})


def _worn(client: Client) -> frozenset[Hat]:
    return hats.actor_of_session(client.session).hats


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _alert(answer: Any) -> str:
    found = re.search(r'role="alert">.*?<div>(.*?)</div>', answer.content.decode())
    return found[1] if found else ""


def _set_up(client: Client) -> str:
    client.get(SETTING_UP)
    secret = str(client.session["mfa.totp.secret"])
    answer = client.post(SETTING_UP, {"code": _code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_a_password_on_a_private_address_opens_the_clients_session(joao: Cast) -> None:
    client = Client()
    assert _sign_in(client, "joao@cliente.example", next="/chamados/")["Location"] == "/chamados/"
    assert _worn(client) == {Hat.EXTERNAL}


def test_a_wrong_password_and_an_unknown_address_read_the_same(joao: Cast) -> None:
    wrong = _sign_in(Client(), "joao@cliente.example", "errada-errada")
    unknown = _sign_in(Client(), "ninguem@cliente.example", "errada-errada")
    assert wrong.status_code == unknown.status_code == 422
    assert _alert(wrong) == _alert(unknown) != ""


def test_a_password_alone_opens_nothing_on_a_work_address(ana: Cast) -> None:
    client = Client()
    answer = _sign_in(client, "ana@boapraca.example", next="/chamados/")
    assert answer["Location"] == SETTING_UP
    assert hats.actor_of_session(client.session).person_id is None
    assert client.get("/chamados/")["Location"].startswith("/entrar/")
    assert client.get("/desk/").status_code == 302
    assert client.get("/entrar/")["Location"] == SETTING_UP


def test_setting_up_a_second_factor_opens_every_hat(ana: Cast) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example", next="/chamados/")
    _set_up(client)
    assert _worn(client) == {Hat.EXTERNAL, Hat.INTERNAL, Hat.AGENT}
    codes = client.get("/conta/seguranca/codigos/")
    assert 'href="/chamados/"' in codes.content.decode()
    assert "no-store" in codes["Cache-Control"]
    assert OpenSession.objects.get().level == "strong"


def test_a_wrong_code_sets_nothing_up(ana: Cast) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    client.get(SETTING_UP)
    assert client.post(SETTING_UP, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    assert hats.actor_of_session(client.session).person_id is None


def test_password_and_code_open_every_hat(ana: Cast) -> None:
    first = Client()
    _sign_in(first, "ana@boapraca.example")
    secret = _set_up(first)
    client = Client()
    assert (
        _sign_in(client, "ana@boapraca.example", next="/chamados/")["Location"] == "/entrar/codigo/"
    )
    assert hats.actor_of_session(client.session).person_id is None
    assert client.post("/entrar/codigo/", {"code": "000000"}).status_code == 200
    assert hats.actor_of_session(client.session).person_id is None
    cache.clear()
    answer = client.post("/entrar/codigo/", {"code": _code(secret)})
    assert answer["Location"] == "/chamados/"
    assert _worn(client) == {Hat.EXTERNAL, Hat.INTERNAL, Hat.AGENT}


def test_a_code_is_good_once_for_as_long_as_it_is_accepted(ana: Cast) -> None:
    first = Client()
    _sign_in(first, "ana@boapraca.example")
    code = _code(_set_up(first))
    cache.clear()
    for client, opens in ((Client(), True), (Client(), False)):
        _sign_in(client, "ana@boapraca.example")
        client.post("/entrar/codigo/", {"code": code})
        assert bool(_worn(client)) is opens
        cache.delete(f"allauth.mfa.totp.used?user={get_user_model().objects.get().pk}&code={code}")


def test_the_secret_of_an_app_lies_encrypted(ana: Cast) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    secret = _set_up(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_setting_up_is_told_by_mail(ana: Cast, django_capture_on_commit_callbacks: Any) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    with django_capture_on_commit_callbacks(execute=True):
        _set_up(client)
    assert len(mails("ana@boapraca.example")) >= 1


def test_an_unverified_address_gets_a_link_instead_of_a_session(joao: Cast) -> None:
    Handle.objects.filter(value="joao@cliente.example").update(verified_at=None)
    client = Client()
    assert _sign_in(client, "joao@cliente.example")["Location"] == "/entrar/link/enviado/"
    assert hats.actor_of_session(client.session).person_id is None
    assert "_auth_user_id" not in client.session
    assert link_in(mails("joao@cliente.example")[0]).startswith("/entrar/link/")


def test_an_account_that_was_switched_off_opens_nothing(joao: Cast) -> None:
    get_user_model().objects.update(is_active=False)
    client = Client()
    _sign_in(client, "joao@cliente.example")
    assert hats.actor_of_session(client.session).person_id is None


def test_tries_are_limited_even_for_the_right_password(joao: Cast) -> None:
    for _try in range(5):
        assert _sign_in(Client(), "joao@cliente.example", "errada-errada").status_code == 422
    client = Client()
    assert _sign_in(client, "joao@cliente.example").status_code == 422
    assert hats.actor_of_session(client.session).person_id is None


def test_a_place_that_tries_too_often_is_told_to_wait(joao: Cast) -> None:
    answers = [_sign_in(Client(), f"{n}@fora.example", "x").status_code for n in range(31)]
    assert answers[-1] == 429


def test_a_forgotten_password_is_set_by_mail_and_ends_every_session(joao: Cast) -> None:
    inside = Client()
    _sign_in(inside, "joao@cliente.example")
    client = Client()
    client.post("/senha/esquecida/", {"email": "joao@cliente.example"})
    way = link_in(mails("joao@cliente.example")[-1])
    form = client.get(way)["Location"]
    told = {"password1": "mesa-de-jantar-9", "password2": "mesa-de-jantar-9"}
    assert client.post(form, told)["Location"] == "/entrar/"
    assert not OpenSession.objects.exists()
    assert inside.get("/chamados/").status_code == 302
    assert _sign_in(Client(), "joao@cliente.example", "mesa-de-jantar-9")["Location"] == "/"


def test_a_link_of_a_reset_never_takes_its_host_from_the_request(joao: Cast) -> None:
    Client().post("/senha/esquecida/", {"email": "joao@cliente.example"}, HTTP_HOST="localhost")
    assert "http://127.0.0.1:8000/senha/nova/" in mails("joao@cliente.example")[-1].body


def test_a_mailbox_alone_never_leads_into_a_work_account(ana: Cast) -> None:
    Client().post("/senha/esquecida/", {"email": "ana@boapraca.example"})
    (mail,) = mails("ana@boapraca.example")
    assert "/senha/nova/" not in mail.body


def test_with_a_second_factor_a_work_password_is_reset_by_mail(ana: Cast) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    _set_up(client)
    Client().post("/senha/esquecida/", {"email": "ana@boapraca.example"})
    assert "/senha/nova/" in mails("ana@boapraca.example")[-1].body


def test_asking_for_a_reset_reads_the_same_for_every_address(joao: Cast) -> None:
    known = Client().post("/senha/esquecida/", {"email": "joao@cliente.example"})
    unknown = Client().post("/senha/esquecida/", {"email": "ninguem@cliente.example"})
    assert known["Location"] == unknown["Location"] == "/senha/enviada/"
    assert mails("ninguem@cliente.example") == []


def test_changing_the_password_keeps_this_session_alone(ana: Cast) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    secret = _set_up(client)
    other = Client()
    _sign_in(other, "ana@boapraca.example")
    cache.clear()
    other.post("/entrar/codigo/", {"code": _code(secret)})
    assert _worn(other)
    told = {
        "oldpassword": PASSWORD,
        "password1": "mesa-de-jantar-9",
        "password2": "mesa-de-jantar-9",
    }
    assert client.post("/conta/senha/", told)["Location"] == "/conta/seguranca/"
    assert Hat.AGENT in _worn(client)
    assert client.get("/conta/seguranca/").status_code == 200
    assert other.get("/chamados/").status_code == 302


@pytest.mark.parametrize(
    "page",
    [
        "/conta/seguranca/",
        "/conta/seguranca/chaves/",
        "/conta/seguranca/chaves/nova/",
        "/conta/seguranca/codigos/novos/",
        "/conta/seguranca/app/remover/",
        "/conta/senha/",
        "/conta/",
        "/conta/sessoes/",
    ],
)
def test_the_pages_of_an_account_are_shown(ana: Cast, page: str) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    _set_up(client)
    assert client.get(page).status_code == 200


def test_nobody_signs_up(db: None) -> None:
    assert Client().get("/accounts/signup/").status_code == 404


def test_passkeys_are_listed_and_removed_by_the_name_they_were_given(ana: Cast) -> None:
    client = Client()
    _sign_in(client, "ana@boapraca.example")
    _set_up(client)
    user = get_user_model().objects.get(person_id=ana.people["ana"].pk)
    key = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefone da Ana"}
    )
    for page in ("", f"{key.pk}/remover/"):
        shown = client.get(f"/conta/seguranca/chaves/{page}").content.decode()
        assert "Telefone da Ana" in shown
        assert "object at 0x" not in shown
