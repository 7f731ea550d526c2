"""Links open to all: opened, printed and stopped by those who look after the survey, by nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking import actions
from balcao.listening.asking.models import Link
from balcao.listening.asking.tests.asking import here, survey
from balcao.listening.surveys import actions as surveys
from balcao.register.people.models import Person
from tests.cast import Cast
from tests.statements import counted

from .conftest import SignIn

pytestmark = pytest.mark.django_db
HOME = "/administracao/pesquisas/"


@pytest.fixture(autouse=True)
def in_english(cast: Cast) -> Iterator[None]:
    """Pages are compared in the words they were written in."""
    Person.objects.update(language="en")
    with translation.override("en"):
        yield


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def form(**told: Any) -> dict[str, Any]:
    return {"label": "Balcão da loja", "kind": "qr", "until": "", **told}


def test_a_code_is_opened_printed_and_stopped(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    there = f"{HOME}{asked.pk}/links/"
    assert "No link yet" in text(beto, there)
    answer = beto.post(there, form())
    made = Link.objects.get()
    assert answer["Location"] == f"{there}#link-{made.pk}"
    shown = text(beto, there)
    found = re.search(r"<code>(http[^<]+/responder/aqui/[^<]+)</code>", shown)
    assert found is not None
    assert Client().get(found[1].split("8000", 1)[-1]).status_code == 200
    poster = text(beto, f"{HOME}links/{made.pk}/cartaz/")
    for said in ("Como foi?", "Aponte a câmera", "How was it?", "Point your camera", "Balcão da"):
        assert said in poster
    assert f'aria-label="Code that leads to {found[1]}"' in poster
    assert 'class="qr"' in poster
    assert beto.post(f"{HOME}links/{made.pk}/parar/")["Location"] == there
    shown = text(beto, there)
    assert "takes none any more" in shown
    assert found[1] not in shown
    text(beto, f"{HOME}links/{made.pk}/cartaz/")


def test_a_form_sent_twice_opens_one(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    for _twice in range(2):
        beto.post(f"{HOME}{asked.pk}/links/", form())
    assert Link.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"label": " "}, "at most 80 characters where"),
        ({"kind": "fax"}, "not one of the choices"),
        ({"until": "2040-11-04"}, "This day is over"),
        ({"until": "9999-12-31"}, "Give the day as in"),
        ({"until": "2060-01-01"}, "ten years are the most"),
        ({"until": "amanhã"}, "Give the day as in"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    cast: Cast, sign_in: SignIn, told: dict[str, str], why: str
) -> None:
    asked, beto = survey(), sign_in("beto")
    with clock.at(here("2040-11-05T09:00")):
        answer = beto.post(f"{HOME}{asked.pk}/links/", form(**told))
    assert answer.status_code == 422
    shown = unescape(answer.content.decode())
    assert why in shown
    assert "label" in told or 'value="Balcão da loja"' in shown
    assert not Link.objects.exists()


def test_the_last_day_counts_whole(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    with clock.at(here("2040-11-05T09:00")):
        beto.post(f"{HOME}{asked.pk}/links/", form(until="2040-11-05"))
        assert "until November 5, 2040" in text(beto, f"{HOME}{asked.pk}/links/")
    assert Link.objects.get().closes_at == here("2040-11-06T00:00")


def test_an_anonymous_survey_says_why_it_has_none(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey("internal", is_anonymous=True), sign_in("beto")
    shown = text(beto, f"{HOME}{asked.pk}/links/")
    assert "the minimum groups count people" in shown
    assert "Open it" not in shown
    answer = beto.post(f"{HOME}{asked.pk}/links/", form())
    assert answer.status_code == 403
    assert not Link.objects.exists()


def test_a_draft_is_published_first(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    draft = surveys.add_survey(SYSTEM, "Rascunho", "custom", "external")
    assert "Publish the survey first" in text(beto, f"{HOME}{draft.pk}/links/")
    assert beto.post(f"{HOME}{draft.pk}/links/", form()).status_code == 409


def test_nobody_else_finds_them(cast: Cast, sign_in: SignIn) -> None:
    asked = survey(team_id=cast.teams["sac"].pk)
    made = actions.open_link(SYSTEM, asked.pk, "qr", "Balcão da loja")
    ways = (f"{asked.pk}/links/", f"links/{made.pk}/cartaz/")
    for way in ways:
        text(sign_in("rita"), f"{HOME}{way}")
    for name in ("marina", "paulo", "lucia", "joao"):
        client = sign_in(name)
        for way in ways:
            text(client, f"{HOME}{way}", 404)
        assert client.post(f"{HOME}{asked.pk}/links/", form()).status_code == 404
        assert client.post(f"{HOME}links/{made.pk}/parar/").status_code == 404
    made.refresh_from_db()
    assert made.stopped_at is None
    assert Link.objects.count() == 1


def test_many_links_are_pages_and_cost_what_one_costs(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    costs, there = [], f"{HOME}{asked.pk}/links/"
    for many in (1, 22):
        for n in range(many):
            actions.open_link(SYSTEM, asked.pk, "qr", f"Porta {many} {n}")
        text(beto, there)
        costs.append(counted(lambda: text(beto, there)))
    shown = text(beto, there)
    assert costs[0] == costs[1]
    assert shown.count('class="survey-question card') == 20
    following = re.search(r'href="(\?before=\d+)"', shown)
    assert following is not None
    assert text(beto, there + following[1]).count('class="survey-question card') == 3


def test_a_link_that_closed_by_itself_says_so(cast: Cast, sign_in: SignIn) -> None:
    asked, beto = survey(), sign_in("beto")
    until = clock.now() + timedelta(days=1)
    actions.open_link(SYSTEM, asked.pk, "kiosk", "Balcão", closes_at=until)
    assert "takes answers" in text(beto, f"{HOME}{asked.pk}/links/")
    Link.objects.update(opened_at=until - timedelta(days=9), closes_at=until - timedelta(days=2))
    assert "takes none any more" in text(beto, f"{HOME}{asked.pk}/links/")
