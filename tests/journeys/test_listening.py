"""João answers from his mail with two clicks, and Rita takes care of it; Ana answers the climate
survey, after reading who will see what, and nobody can find her."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.demo.listening.questionnaires import (
    CLIMATE,
    CLIMATE_ITEMS,
    FORMS,
    POST_SALE,
    Form,
    launch,
)
from balcao.listening.answers.actions import answer, open_ballots
from balcao.listening.answers.models import Answer, Ballot, Comment, Sealed
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import crew
from balcao.listening.asking.tokens import token_of
from balcao.listening.loop.actions import act_all
from balcao.listening.loop.models import Task
from balcao.listening.results.gate import release_wave
from balcao.listening.surveys.models import Question
from balcao.register.access.actions import issue_token
from balcao.register.orders.actions import record_order
from balcao.service.delivery.tests.letters import plain, sent
from tests.cast import Cast

from .conftest import SignIn

READERS = ("rita", "marina", "paulo", "lucia", "beto", "joao", "zoe")
WISH = "Ana Prado aqui: quero um bicicletário coberto."


def form(key: str) -> Form:
    return next(one for one in FORMS if one.key == key)


def page(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200, address
    return unescape(found.content.decode())


def pressed(client: Client, address: str, shown: str, **told: str) -> str:
    """Press the button of the page that is shown, with these answers chosen on it."""
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    found = client.post(address, {**carried, **told, "go": "next"})
    assert found.status_code == 200, found.content
    return unescape(found.content.decode())


def test_joao_answers_with_two_clicks_and_his_3_becomes_ritas_task(
    cast: Cast, sign_in: SignIn
) -> None:
    launch(form(POST_SALE), cast.people["rita"].pk)
    today = clock.today()
    record_order(
        SYSTEM,
        number="210777",
        customer=cast.people["joao"].pk,
        ordered_on=today - timedelta(days=32),
        promised_on=today - timedelta(days=11),
        delivered_on=today - timedelta(days=3),
    )
    asking.send_all(clock.now() + timedelta(seconds=1))
    (mail,) = sent()
    assert mail["To"] == "joao@cliente.example"
    links = re.findall(r"https?://\S+/responder/[\w-]+/\?nota=(\d+)", plain(mail))
    assert links == [str(score) for score in range(11)]
    found = re.search(r"https?://\S+/responder/[\w-]+/\?nota=3\b", plain(mail))
    assert found is not None

    joao, way = Client(), urlsplit(found[0])
    shown = page(joao, f"{way.path}?{way.query}")  # the first click
    assert re.search(r'name="nps" value="3"[^>]* checked', shown)
    assert not Answer.objects.exists()
    thanks = pressed(joao, way.path, shown, nps="3")  # the second
    assert "Obrigado" in thanks
    assert list(Answer.objects.get().values.values()) == [3]

    assert act_all() == 1  # within a second or two
    task = Task.objects.get()
    assert task.owner == cast.people["rita"]
    rita = sign_in("rita")
    assert f"/melhorias/{task.pk}/" in page(rita, "/melhorias/")
    told = page(rita, f"/melhorias/{task.pk}/")
    assert "Depois da entrega" in told
    assert "João" in told
    for name in ("marina", "ana", "lucia", "zoe"):
        assert sign_in(name).get(f"/melhorias/{task.pk}/").status_code == 404
    rita.post(f"/melhorias/{task.pk}/feito/", {"words": "Devolvemos o frete.", "then": "done"})
    task.refresh_from_db()
    assert task.state == "done"
    asking.send_all(clock.now() + timedelta(seconds=1))
    assert [mail["To"] for mail in sent()] == ["joao@cliente.example"], "asked once if it is solved"


@pytest.fixture
def climate(cast: Cast) -> Wave:
    """A round of the climate survey that is open to twenty colleagues and the cast."""
    crew(20)
    asked = asking.draw_sample(SYSTEM, launch(form(CLIMATE), cast.people["paulo"].pk).pk)
    asking.send_all(clock.now() + timedelta(seconds=1))
    sent()
    return asked


def told_to(cast: Cast, sign_in: SignIn, name: str, wave: Wave) -> str:
    """All that this reader gets of the survey: pages, files, API; nothing where they may not look."""
    survey = wave.survey_id
    client = sign_in(name)
    listed = client.get("/resultados/")
    found = listed.content.decode() if listed.status_code == 200 else ""
    asked = Question.objects.filter(survey=survey).order_by("page", "position")
    questions = list(asked.values_list("pk", flat=True)[:2])
    addresses = [
        f"/resultados/{survey}/",
        f"/resultados/{survey}/?by=department",
        f"/resultados/{survey}/numeros.csv?by=department",
        f"/resultados/{survey}/respostas/",
        f"/resultados/{survey}/respostas.csv",
        f"/resultados/{survey}/comentarios/",
        f"/administracao/pesquisas/{survey}/",
        *(f"/resultados/{survey}/perguntas/{one}/" for one in questions),
        "/melhorias/",
        "/",
    ]
    for address in addresses:
        answered = client.get(address)
        assert answered.status_code in (200, 302, 404), address
        found += answered.getvalue().decode() if answered.status_code == 200 else ""
    bearer = {"Authorization": f"Bearer {issue_token(SYSTEM, cast.handle(name).value)}"}
    for part in (
        "results",
        "groups?question=1&by=department",
        "answers",
        "waves",
        "trend?question=1",
    ):
        said = Client().get(f"/api/v1/surveys/{survey}/{part}", headers=bearer)
        assert said.status_code in (200, 404, 422), part
        found += said.content.decode() if said.status_code == 200 else ""
    return unescape(found)


def test_ana_reads_who_will_see_what_answers_and_nobody_can_find_her(
    cast: Cast, sign_in: SignIn, climate: Wave
) -> None:
    ana = sign_in("ana", hat="internal")
    found = re.search(r'href="(/responder/[\w-]+/[^"]*)"', page(ana, "/"))
    assert found is not None
    address = unescape(found[1])
    shown = page(ana, address)
    assert shown.index("Antes de responder: quem verá o quê") < shown.index("<form")
    while "<form" in shown and "name=" in shown and not Sealed.objects.exists():
        scales = set(re.findall(r'type="radio" name="([\w.]+)"', shown))
        words = {"climate_first": WISH} if 'name="climate_first"' in shown else {}
        shown = pressed(ana, address, shown, **dict.fromkeys(scales, "1"), **words)
    assert Sealed.objects.count() == 1
    assert "Obrigado" in shown
    assert "/responder/" not in page(ana, "/"), "nobody reminds her"

    for one in Invited.objects.filter(wave=climate, has_answered=False).order_by("pk")[:20]:
        token = token_of(one.pk, one.token_digest)
        assert token is not None
        answer(
            token,
            {**dict.fromkeys(CLIMATE_ITEMS, 4), "climate_first": "Mais gente no caixa."},
            language="pt-br",
        )
    for name in READERS:
        before = told_to(cast, sign_in, name, climate)
        assert "bicicletário" not in before
        assert "Ana Prado" not in before

    with clock.at(climate.closes_at):
        asking.close_due(climate.closes_at)
        assert open_ballots(climate.pk) == "kept"
        assert release_wave(climate.pk)
    assert not Sealed.objects.exists()
    assert Ballot.objects.count() == Comment.objects.count() == 21
    for name in READERS:
        with clock.at(climate.closes_at + timedelta(hours=1)):
            after = told_to(cast, sign_in, name, climate)
        assert "Ana Prado" not in after, name
    with clock.at(climate.closes_at + timedelta(hours=1)):
        paulo = told_to(cast, sign_in, "paulo", climate)
    assert "Clima" in paulo
    assert "[…]" in paulo, "her name is blotted out of her own words"
