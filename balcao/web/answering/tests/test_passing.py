"""Whoever comes by: looking answers nothing, a form counts once, and programs are kept out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers.models import Answer
from balcao.listening.answers.tests.responding import MONDAY
from balcao.listening.asking import actions as asking
from balcao.listening.asking.links import link
from balcao.listening.asking.models import Link
from balcao.listening.asking.tests.asking import survey
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question
from balcao.web.answering.passing import ANSWERS_A_PLACE, DECOY, FORM
from tests.signing import PART

pytestmark = pytest.mark.django_db
READ = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Pages are compared in the words they were written in."""
    with translation.override("en"):
        yield


def opened(kind: str = "qr", *items: str) -> tuple[Link, str]:
    """A link of a survey that is live, and its address."""
    with clock.at(MONDAY):
        made = asking.open_link(SYSTEM, survey("external", *items).pk, kind, "Porta da loja")
    return made, f"/responder/aqui/{link(SYSTEM, made.pk)['token']}/?lang=en"


def looked(client: Client, address: str, status: int = 200) -> str:
    with clock.at(MONDAY):
        answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def form_of(page: str) -> str:
    """The form that a page carries."""
    found = re.search(rf'name="{FORM}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sent(
    client: Client, address: str, form: str, *, after: timedelta = READ, **told: object
) -> str:
    status, part = told.pop("status", 200), told.pop("part", False)
    given = {"step": "1", "go": "next", FORM: form, DECOY: "", **told}
    with clock.at(MONDAY + after):
        answer = client.post(address, given, headers=PART if part else {})
    assert answer.status_code == status, answer.content
    return unescape(answer.content.decode())


@pytest.mark.parametrize("kind", ["link", "qr", "kiosk"])
def test_whoever_comes_by_answers_without_cookie_or_name(kind: str) -> None:
    _made, address = opened(kind)
    strict = Client(enforce_csrf_checks=True)
    page = looked(strict, address)
    assert "without name" in page
    assert "Thank you!" in sent(strict, address, form_of(page), nps="3")
    assert not strict.cookies
    assert not Session.objects.exists()
    kept = Answer.objects.get()
    assert (kept.channel, list(kept.values.values()), kept.language) == (kind, [3], "en")


@pytest.mark.parametrize("query", ["", "&nota=3", "&nps=3&step=1&go=next"])
def test_looking_answers_nothing(client: Client, query: str) -> None:
    _made, address = opened("qr", "nps")
    for ask in (client.get, client.head, client.options, client.put):
        with clock.at(MONDAY):
            ask(address + query)
    assert not Answer.objects.exists()


def test_the_page_is_found_by_no_search_and_tells_no_address(client: Client) -> None:
    _made, address = opened()
    answer = client.get(address)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "Porta da loja" not in answer.content.decode()


def test_a_form_sent_twice_is_thanked_and_counted_once(client: Client) -> None:
    _made, address = opened()
    form = form_of(looked(client, address))
    sent(client, address, form, nps="3")
    assert "sent already" in sent(client, address, form, nps="9", status=409)
    assert "sent already" in sent(client, address, form, nps="9", part=True)
    assert list(Answer.objects.get().values.values()) == [3]


@pytest.mark.parametrize(
    ("after", "told", "why"),
    [
        (timedelta(seconds=1), {}, "Press the button once more"),
        (timedelta(hours=13), {}, "Press the button once more"),
        (READ, {FORM: ""}, "Press the button once more"),
        (READ, {DECOY: "a@b.example"}, "people don't see"),
    ],
)
def test_what_a_program_would_send_counts_nothing_and_a_person_presses_again(
    client: Client, after: timedelta, told: dict[str, str], why: str
) -> None:
    _made, address = opened("qr", "nps")
    form = form_of(looked(client, address))
    page = sent(client, address, form, after=after, nps="3", **told)
    assert why in page
    assert 'value="3" checked' in page
    assert not Answer.objects.exists()
    again = form_of(page)
    sent(client, address, again, after=after + READ, nps="3")
    assert list(Answer.objects.get().values.values()) == [3]


def test_pages_follow_each_other_and_are_all_there_when_it_is_pressed_again(client: Client) -> None:
    made, address = opened("kiosk", "nps", "nps_why")
    assert made.survey.questions.values_list("page", flat=True).distinct().count() == 1
    first = looked(client, address)
    assert ('name="nps"' in first, 'name="nps_why"' in first) == (True, False)
    form = form_of(first)
    second = sent(client, address, form, after=timedelta(0), nps="3")
    assert 'name="nps_why"' in second
    early = sent(client, address, form, after=timedelta(0), step="2", nps="3", nps_why="Fila")
    assert "Press the button once more" in early
    assert ">Fila</textarea>" in early
    assert '<input type="hidden" name="nps" value="3">' in early
    sent(client, address, form_of(early), step="2", nps="3", nps_why="Fila")
    assert sorted(Answer.objects.get().values.values(), key=str) == [3, "Fila"]


def test_the_version_that_was_shown_is_answered(client: Client) -> None:
    made, address = opened()
    form, before = form_of(looked(client, address)), Question.objects.get(key="nps")
    words = {"pt-br": "Outra?", "en": "Another?"}
    surveys.change_question(SYSTEM, before.pk, {"words": words})
    surveys.publish(SYSTEM, made.survey_id)
    assert "Another?" in looked(client, address)
    sent(client, address, form, nps="7")
    assert Answer.objects.get().values == {str(before.pk): 7}


def test_nothing_chosen_counts_as_nothing(client: Client) -> None:
    _made, address = opened("link", "nps_why")
    page = sent(client, address, form_of(looked(client, address)))
    assert "answer one question at least" in page
    assert not Answer.objects.exists()


def test_a_stopped_link_and_a_guess_say_so(client: Client) -> None:
    made, address = opened()
    form = form_of(looked(client, address))
    asking.stop_link(SYSTEM, made.pk)
    assert "No more answers are taken here" in looked(client, address, 409)
    assert "No more answers" in sent(client, address, form, nps="3", status=409)
    assert "leads to no survey" in looked(client, "/responder/aqui/nada/?lang=en", 404)
    assert not Answer.objects.exists()


def test_a_survey_that_closes_while_its_tablet_is_on_says_so(client: Client) -> None:
    made, address = opened("kiosk")
    form = form_of(looked(client, address))
    with clock.at(MONDAY):
        surveys.close(SYSTEM, made.survey_id)
    assert "No more answers" in sent(client, address, form, nps="3", part=True)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", ["qr", "kiosk"])
def test_so_many_from_one_place_are_refused_and_others_are_not(kind: str) -> None:
    _made, address = opened(kind)
    client = Client()
    for _n in range(ANSWERS_A_PLACE[kind]):
        sent(client, address, form_of(looked(client, address)), nps="0")
    sent(client, address, form_of(looked(client, address)), nps="0", status=429)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    sent(elsewhere, address, form_of(looked(elsewhere, address)), nps="9")
    assert Answer.objects.count() == ANSWERS_A_PLACE[kind] + 1


@pytest.mark.parametrize("way", ["/responder/", "/responder/aqui/"])
def test_who_guesses_links_is_held_off(client: Client, way: str) -> None:
    found = [client.get(f"{way}{n:032x}/").status_code for n in range(61)]
    assert found == [404] * 60 + [429]
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"{way}nada/").status_code == 404


def test_the_tablet_begins_again_by_itself_and_leads_nowhere_else(client: Client) -> None:
    _made, address = opened("kiosk")
    page = looked(client, address)
    thanks = sent(client, address, form_of(page), nps="3")
    for told in (page, thanks):
        body = told.split("<body", 1)[1]
        links = set(re.findall(r'<a [^>]*href="([^"]+)"', body)) - {"#content"}
        assert links == {address.replace("lang=en", "lang=pt-br")}
        assert 'data-thanks="8" data-idle="60"' in told
        assert re.search(r'http-equiv="refresh" content="\d+; url=/responder/aqui/', told)
    with clock.at(MONDAY):
        part = client.get(address, headers=PART).content.decode()
    assert "<html" not in part
    assert 'name="nps"' in part
