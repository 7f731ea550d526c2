"""The way out of surveys: looking changes nothing, one click of a mail programme does, and it is undone."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from balcao.core import clock
from balcao.listening.answers.models import Answer
from balcao.listening.answers.tests.responding import LATER
from balcao.listening.answers.tests.test_answering import about_ticket
from balcao.listening.asking.models import Invited
from balcao.register.people.models import Person
from balcao.register.profile.models import Preference
from tests.cast import Cast
from tests.signing import SignIn

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_looking_asks_and_the_button_does_it(cast: Cast, client: Client) -> None:
    token, _one = about_ticket(cast, "nps")
    address = f"/responder/{token}/nao-perguntar/?lang=en"
    for ask in (client.get, client.head, client.options, client.put):
        ask(address)
    assert not Preference.objects.exists()
    page = text(client.get(address))
    assert "as our customer" in page
    assert "Don't ask me any more" in page
    assert "João" not in page
    assert "joao@" not in page
    assert "You won't be asked any more." in text(client.post(address, {"leave": "1"}))
    kept = Preference.objects.get()
    assert (kept.person_id, kept.side, kept.is_wanted) == (
        cast.people["joao"].pk,
        "external",
        False,
    )
    assert "Ask me again" in text(client.get(address))
    assert "You may be asked again." in text(client.post(address, {"again": "1"}))
    assert Preference.objects.get(superseded_at=None).is_wanted


def test_a_mail_programme_does_it_by_one_click_without_cookie(cast: Cast) -> None:
    token, _one = about_ticket(cast, "nps")
    strict = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        answer = strict.post(f"/responder/{token}/nao-perguntar/", ONE_CLICK)
        assert answer.status_code == 200
        assert not answer.cookies
    assert Preference.objects.count() == 1
    assert answer["Referrer-Policy"] == "no-referrer"


def test_leaving_answers_nothing_and_what_was_asked_can_still_be(
    cast: Cast, client: Client
) -> None:
    token, one = about_ticket(cast, "nps")
    client.post(f"/responder/{token}/nao-perguntar/", ONE_CLICK)
    assert not Invited.objects.get().has_answered
    with clock.at(LATER):
        client.post(f"/responder/{token}/", {"step": "1", "go": "next", "nps": "3"})
    assert Answer.objects.get().invited_id == one.pk


def test_a_guess_leads_nowhere(client: Client) -> None:
    for method in (client.get, client.post):
        assert method("/responder/nada/nao-perguntar/").status_code == 404
    assert not Preference.objects.exists()


def test_who_serves_them_sees_that_they_are_not_to_be_asked(cast: Cast, sign_in: SignIn) -> None:
    token, _one = about_ticket(cast, "nps")
    Person.objects.update(language="en")
    joao = cast.people["joao"].pk
    sheets = {"marina": f"/desk/people/{joao}/", "beto": f"/administracao/pessoas/{joao}/"}
    said = "Not to be asked, as a customer"
    shown = {name: sign_in(name) for name in sheets}
    assert not [name for name, where in sheets.items() if said in text(shown[name].get(where))]
    Client().post(f"/responder/{token}/nao-perguntar/", ONE_CLICK)
    assert [name for name, where in sheets.items() if said in text(shown[name].get(where))] == [
        "marina",
        "beto",
    ]
