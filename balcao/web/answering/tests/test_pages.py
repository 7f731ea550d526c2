"""The respondent's page: looking answers nothing, one button does, and nothing of it stays in the browser."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from balcao.config.logs import WithoutSecrets
from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers.models import Answer, Sealed
from balcao.listening.answers.tests.responding import LATER, links, wave
from balcao.listening.answers.tests.test_answering import about_ticket, asked_about_ticket
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import survey
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast
from tests.signing import PART, SignIn

pytestmark = pytest.mark.django_db
SENT = {"step": "1", "go": "next"}


def looked(client: Client, address: str, status: int = 200) -> str:
    with clock.at(LATER):
        answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def sent(client: Client, address: str, status: int = 200, **told: object) -> str:
    headers = PART if told.pop("part", False) else {}
    with clock.at(LATER):
        answer = client.post(address, {**SENT, **told}, headers=headers)
    assert answer.status_code == status, answer.content
    return unescape(answer.content.decode())


def test_two_clicks_answer_from_the_mail(cast: Cast, client: Client) -> None:
    about_ticket(cast, "nps")
    mail = OutgoingMail.objects.filter(purpose="notice").get()
    found = re.search(r"(/responder/[^/]+/\?nota=3)\)", mail.body)
    assert found is not None
    page = looked(client, found[1])
    assert re.findall(r'value="(\d+)" checked', page) == ["3"]
    action = re.search(r'<form method="post" action="([^"]+)"', page)
    assert action is not None
    sent(client, unescape(action[1]), nps="3")
    kept = Answer.objects.get()
    assert (list(kept.values.values()), kept.channel) == ([3], "mail")


@pytest.mark.parametrize("query", ["", "?nota=3", "?nps=3&step=1&go=next", "?nota=x", "?nota=99"])
def test_programs_that_open_links_answer_nothing(cast: Cast, client: Client, query: str) -> None:
    token, _one = about_ticket(cast, "nps")
    for ask in (client.get, client.head, client.options, client.put):
        with clock.at(LATER):
            ask(f"/responder/{token}/{query}")
    assert not Answer.objects.exists()
    assert not Invited.objects.get().has_answered


def test_no_cookie_is_given_or_needed_and_the_address_travels_nowhere(cast: Cast) -> None:
    token, _one = about_ticket(cast, "nps", "nps_why")
    strict = Client(enforce_csrf_checks=True)
    with clock.at(LATER):
        answer = strict.get(f"/responder/{token}/?nota=3")
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Cache-Control"] == "private, no-store"
        done = strict.post(f"/responder/{token}/", {**SENT, "nps": "3"})
    assert done.status_code == 200
    assert not done.cookies
    assert Answer.objects.count() == 1


def test_a_second_click_and_another_device_are_told_so(cast: Cast, client: Client) -> None:
    token, _one = about_ticket(cast, "nps")
    address = f"/responder/{token}/?lang=en"
    sent(client, address, nps="3")
    assert "answered already" in sent(Client(), address, 409, nps="9")
    assert "answered already" in sent(Client(), address, 200, nps="9", part=True)
    assert "answered already" in looked(client, address, 409)
    assert list(Answer.objects.get().values.values()) == [3]


def test_nothing_chosen_counts_as_nothing(cast: Cast, client: Client) -> None:
    token, _one = about_ticket(cast, "nps_why")
    page = sent(client, f"/responder/{token}/?lang=en")
    assert "answer one question at least" in page
    assert not Invited.objects.get().has_answered


def test_pages_follow_each_other_and_count_at_the_last(cast: Cast, client: Client) -> None:
    made = survey("external", "nps", "ces")
    ces = Question.objects.get(key="ces")
    surveys.move_question(SYSTEM, ces.pk, 2, 1)
    surveys.publish(SYSTEM, made.pk)
    token, _one = asked_about_ticket(cast, made)
    address = f"/responder/{token}/"
    second = sent(client, address, nps="3")
    assert 'name="ces"' in second
    assert '<input type="hidden" name="nps" value="3">' in second
    assert "answering-promise" in second
    assert not Answer.objects.exists()
    sent(client, address, step="2", nps="3", ces="5")
    assert sorted(Answer.objects.get().values.values()) == [3, 5]


def test_a_guess_and_a_closed_or_withdrawn_survey_say_so(cast: Cast, client: Client) -> None:
    assert "leads to no survey" in looked(client, "/responder/nada/?lang=en", 404)
    token, one = about_ticket(cast, "nps")
    address = f"/responder/{token}/?lang=en"
    with clock.at(one.wave.closes_at + timedelta(days=1)):
        answer = client.get(address)
    assert answer.status_code == 409
    assert "has closed" in answer.content.decode()
    Invited.objects.update(withdrawn_at=LATER, next_at=None)
    assert "taken back" in looked(client, address, 409)
    assert "taken back" in sent(client, address, 409, nps="3")
    assert not Answer.objects.exists()


def test_an_anonymous_survey_says_first_who_will_see_what(client: Client) -> None:
    token, *_others = links(wave("enps", "nps_why"))
    page = looked(client, f"/responder/{token}/?lang=en")
    promise, form = page.index("who will see what"), page.index("<form")
    assert promise < form
    for said in ("groups of at least 5 people", "from 8 on", "blotted out", "administrator"):
        assert said in page
    assert "copy its key" in page
    sent(client, f"/responder/{token}/?lang=en", enps="4")
    assert Sealed.objects.count() == 1


def test_it_speaks_the_language_of_who_was_asked_and_the_other_on_demand(
    cast: Cast, client: Client
) -> None:
    token, _one = about_ticket(cast, "nps")
    page = looked(client, f"/responder/{token}/?nota=4")
    assert 'lang="pt-BR"' in page
    assert "lang=en&via=mail&nota=4" in page
    Invited.objects.update(language="en")
    assert "Send" in looked(client, f"/responder/{token}/")


def test_a_link_that_is_shared_shows_nothing_of_who_was_asked(cast: Cast, client: Client) -> None:
    token, _one = about_ticket(cast, "nps")
    page = looked(client, f"/responder/{token}/")
    assert "joao@" not in page
    assert "João" not in page


def test_one_finds_on_the_start_page_what_one_can_still_answer(cast: Cast, sign_in: SignIn) -> None:
    token, one = about_ticket(cast, "nps")
    joao, zoe = sign_in("joao"), sign_in("zoe")
    Session.objects.update(expire_date=LATER + timedelta(days=1))
    address = f"/responder/{token}/?via=portal"
    page = looked(joao, "/")
    assert address in page
    sent(joao, address, nps="8")
    assert Answer.objects.get().channel == "portal"
    assert "/responder/" not in looked(joao, "/")
    assert "/responder/" not in looked(zoe, "/")
    assert Wave.objects.get() == one.wave


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/responder/abc-_9=/?nota=3", "/responder/…/?nota=3"),
        ("/responder/abc-_9=/nao-perguntar/", "/responder/…/nao-perguntar/"),
        ("/responder/aqui/abc-_9=/?lang=en", "/responder/aqui/…/?lang=en"),
    ],
)
def test_no_line_of_a_log_carries_a_link(address: str, kept: str) -> None:
    told = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "",
        1,
        "%s: %s",
        ("Oops", address),
        None,
    )
    assert WithoutSecrets().filter(told)
    assert told.getMessage() == f"Oops: {kept}"
    plain = logging.LogRecord("x", logging.ERROR, "", 1, "%s", ("/desk/",), None)
    assert WithoutSecrets().filter(plain)
    assert plain.args == ("/desk/",)
