from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from balcao.core.actor import SYSTEM, Hat
from balcao.register.access.actions import Purpose, make_link
from balcao.register.access.models import OpenSession
from balcao.register.people.models import Handle
from balcao.web import hats
from tests.cast import Cast

from .mailbox import link_in, mails

ASK = "/entrar/link/"
SENT = "/entrar/link/enviado/"


def _worn(client: Client) -> frozenset[Hat]:
    return hats.actor_of_session(client.session).hats


def test_a_known_address_gets_a_link_in_the_language_of_the_page(cast: Cast) -> None:
    answer = Client(headers={"accept-language": "en"}).post(ASK, {"login": "Joao@Cliente.example "})
    assert (answer.status_code, answer["Location"]) == (302, SENT)
    (mail,) = mails("joao@cliente.example")
    assert link_in(mail).startswith("/entrar/link/")
    assert mail.language == "en"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast: Cast) -> None:
    answer = Client().post(ASK, {"login": "ninguem@cliente.example"})
    assert (answer.status_code, answer["Location"]) == (302, SENT)
    assert mails("ninguem@cliente.example") == []


def test_what_is_no_address_is_told_beside_the_field(cast: Cast) -> None:
    answer = Client().post(ASK, {"login": "joao"})
    assert answer.status_code == 422
    assert 'id="link-login-error"' in answer.content.decode()


def test_a_get_shows_a_button_and_consumes_nothing(cast: Cast) -> None:
    client = Client()
    client.post(ASK, {"login": "joao@cliente.example"})
    way = link_in(mails("joao@cliente.example")[0])
    for _look in range(3):
        page = client.get(way)
        assert page.status_code == 200
        assert "joao@cliente.example" in page.content.decode()
    assert not _worn(client)


def test_the_form_of_the_page_works_with_its_own_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    way = reverse("entrance:link", args=[make_link(SYSTEM, "joao@cliente.example")])
    page = client.get(way).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    assert client.post(way).status_code == 403
    assert client.post(way, {"csrfmiddlewaretoken": found[1]}).status_code == 302
    assert _worn(client) == {Hat.EXTERNAL}


def test_a_link_opens_once(cast: Cast) -> None:
    way = reverse("entrance:link", args=[make_link(SYSTEM, "joao@cliente.example")])
    assert Client().post(way).status_code == 302
    assert Client().post(way).status_code == 404
    assert Client().get(way).status_code == 404


def test_a_link_never_opens_the_internal_or_agent_hat(cast: Cast) -> None:
    client = Client()
    answer = client.post(reverse("entrance:link", args=[make_link(SYSTEM, "ana@boapraca.example")]))
    assert answer["Location"] == "/"
    assert _worn(client) == {Hat.EXTERNAL}
    assert client.post("/lado/", {"side": "internal"}).status_code == 404


def test_a_link_verifies_its_handle(cast: Cast) -> None:
    Handle.objects.filter(value="joao@cliente.example").update(verified_at=None)
    Client().post(reverse("entrance:link", args=[make_link(SYSTEM, "joao@cliente.example")]))
    assert Handle.objects.get(value="joao@cliente.example").verified_at is not None


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [("/chamados/", "/chamados/"), ("https://fora.example/", "/"), ("//fora.example", "/")],
)
def test_a_link_leads_on_to_where_one_wanted_to_be(cast: Cast, asked: str, goes_to: str) -> None:
    client = Client()
    client.post(ASK, {"login": "joao@cliente.example", "next": asked})
    assert client.post(link_in(mails("joao@cliente.example")[0]))["Location"] == goes_to
    by_hand = reverse("entrance:link", args=[make_link(SYSTEM, "joao@cliente.example")])
    assert Client().post(by_hand, query_params={"next": asked})["Location"] == goes_to


def test_links_are_limited_for_an_address_known_or_not(cast: Cast) -> None:
    for address in ("joao@cliente.example", "ninguem@cliente.example"):
        answers = [Client().post(ASK, {"login": address}).status_code for _try in range(6)]
        assert answers == [302] * 5 + [429]


def test_a_console_link_opens_every_hat_of_a_work_address(cast: Cast) -> None:
    client = Client()
    secret = make_link(SYSTEM, "ana@boapraca.example", Purpose.CONSOLE)
    way = reverse("entrance:console", args=[secret])
    assert client.get(way).status_code == 200
    assert client.post(way)["Location"] == "/desk/"
    assert _worn(client) == {Hat.EXTERNAL, Hat.INTERNAL, Hat.AGENT}
    assert OpenSession.objects.get().level == "strong"


def test_a_console_link_of_a_private_address_opens_the_client_alone(cast: Cast) -> None:
    Handle.objects.create(
        person=cast.people["ana"],
        channel="email",
        value="ana@casa.example",
        verified_at=cast.people["ana"].created_at,
        created_at=cast.people["ana"].created_at,
    )
    client = Client()
    secret = make_link(SYSTEM, "ana@casa.example", Purpose.CONSOLE)
    client.post(reverse("entrance:console", args=[secret]))
    assert _worn(client) == {Hat.EXTERNAL}


@pytest.mark.parametrize("place", ["203.0.113.9", "2001:db8::1", "", "127.evil"])
def test_a_console_link_is_nothing_from_another_machine(cast: Cast, place: str) -> None:
    secret = make_link(SYSTEM, "ana@boapraca.example", Purpose.CONSOLE)
    way = reverse("entrance:console", args=[secret])
    assert Client(REMOTE_ADDR=place).get(way).status_code == 404
    assert Client(REMOTE_ADDR=place).post(way).status_code == 404
    assert Client(REMOTE_ADDR="::ffff:127.0.0.1").post(way).status_code == 302


def test_a_secret_is_good_for_its_own_purpose_alone(cast: Cast) -> None:
    console = make_link(SYSTEM, "ana@boapraca.example", Purpose.CONSOLE)
    mailed = make_link(SYSTEM, "ana@boapraca.example")
    assert Client().post(reverse("entrance:link", args=[console])).status_code == 404
    assert Client().post(reverse("entrance:console", args=[mailed])).status_code == 404


def test_a_new_session_ends_what_the_browser_held_before(cast: Cast) -> None:
    client = Client()
    client.post(
        reverse(
            "entrance:console", args=[make_link(SYSTEM, "ana@boapraca.example", Purpose.CONSOLE)]
        )
    )
    client.post(reverse("entrance:link", args=[make_link(SYSTEM, "joao@cliente.example")]))
    assert hats.actor_of_session(client.session).person_id == cast.people["joao"].pk
    assert "_auth_user_id" not in client.session


def test_a_console_link_leads_to_what_guards_the_account(cast: Cast) -> None:
    client = Client()
    secret = make_link(SYSTEM, "ana@boapraca.example", Purpose.CONSOLE)
    client.post(reverse("entrance:console", args=[secret]))
    assert client.get("/conta/seguranca/").status_code == 200
    assert client.get("/conta/seguranca/app/").status_code == 200
    assert client.get("/conta/senha/", follow=True).status_code == 200
