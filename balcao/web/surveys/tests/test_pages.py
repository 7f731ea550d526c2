"""The builder, the library, the versions and the respondent's pages, without a browser."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.models import Item, Question, Survey
from tests.cast import Cast
from tests.statements import counted

from .conftest import PART, SignIn

HOME = "/administracao/pesquisas/"


def made(cast: Cast, *keys: str, **told: Any) -> Survey:
    told = {"name": "Entrega", "purpose": "custom", "side": "external", **told}
    survey = actions.add_survey(cast.actor("beto"), **told)
    for key in keys:
        actions.take_item(SYSTEM, survey.pk, key)
    survey.refresh_from_db()
    return survey


def text(client: Client, address: str, **told: Any) -> str:
    answer = client.get(address, **told)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def test_a_survey_is_begun_filled_and_published_by_forms_alone(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    told = {"name": "Depois da entrega", "purpose": "post_sale", "side": "external"}
    address = beto.post(HOME, told)["Location"]
    assert "Depois da entrega" in text(beto, HOME)
    beto.post(f"{address}itens/", {"item": "nps"})
    where = beto.post(f"{address}perguntas/", {"kind": "choice"})["Location"]
    assert "can't be published" in text(beto, address) or "publicada" in text(beto, address)
    page = text(beto, where)
    fields = {
        "words-pt-br": "De que cor?",
        "words-en": "Which colour?",
        "choice-value": ["c1", "c2", ""],
        "choice-pt-br": ["Azul", "Verde", "Rosa"],
        "choice-en": ["Blue", "Green", "Pink"],
        "required": "1",
        "if-question": ["nps", ""],
        "if-operator": ["at_most", "is"],
        "if-value": ["6", ""],
        "seen": re.findall(r'name="seen" value="(\d+)"', page)[-1],
    }
    assert beto.post(where, fields).status_code == 302
    question = Question.objects.get(kind="choice")
    assert [one["value"] for one in question.options["choices"]] == ["c1", "c2", "c3"]
    assert question.is_required
    assert question.shown_if is not None
    assert question.shown_if["rules"][0]["value"] == 6
    assert beto.post(where, fields).status_code == 409
    beto.post(f"{address}publicar/")
    assert Survey.objects.get().state == "live"
    beto.post(f"{address}encerrar/")
    assert Survey.objects.get().state == "closed"
    closed = text(beto, address)
    assert "data-moves" not in closed
    assert "/passo/" not in closed


def test_answers_of_a_condition_are_typed_as_they_are_shown(cast: Cast, sign_in: SignIn) -> None:
    survey = made(cast, "expectation_overall", "purchase_reason", "consent_quote", "nps_why")
    beto, last = sign_in("beto"), Question.objects.get(key="nps_why")
    kept = []
    for key, typed in (
        ("expectation_overall", "muito melhor"),
        ("purchase_reason", "The price"),
        ("consent_quote", "Não"),
    ):
        fields = {
            "words-pt-br": "Por quê?",
            "words-en": "Why?",
            "max_length": "2000",
            "if-question": key,
            "if-operator": "is",
            "if-value": typed,
        }
        assert beto.post(f"{HOME}perguntas/{last.pk}/", fields).status_code == 302
        last.refresh_from_db()
        assert last.shown_if is not None
        kept.append(last.shown_if["rules"][0]["value"])
    assert kept == [5, "price", False]
    wrong = {**fields, "if-question": "purchase_reason", "if-value": "o frete"}
    answer = beto.post(f"{HOME}perguntas/{last.pk}/", wrong)
    assert answer.status_code == 422
    assert 'value="o frete"' in answer.content.decode()
    assert "Por quê?" in text(beto, f"{HOME}{survey.pk}/")


def test_a_question_is_moved_stepped_and_retired(cast: Cast, sign_in: SignIn) -> None:
    survey = made(cast, "nps", "csat", "ces")
    beto, address = sign_in("beto"), f"{HOME}{survey.pk}/"
    ids = [one.id for one in queries.questions(SYSTEM, survey.pk)]
    beto.post(f"{address}ordem/", {"question": ids[2], "page": 1, "place": 1})
    assert [one.key for one in queries.questions(SYSTEM, survey.pk)] == ["ces", "nps", "csat"]
    answer = beto.post(f"{HOME}perguntas/{ids[1]}/passo/", {"way": "down"})
    assert f"moved={ids[1]}" in answer["Location"]
    assert [one.page for one in queries.questions(SYSTEM, survey.pk)] == [1, 1, 2]
    assert "autofocus" in text(beto, answer["Location"])
    beto.post(f"{HOME}perguntas/{ids[0]}/retirar/")
    assert [one.key for one in queries.questions(SYSTEM, survey.pk)] == ["ces", "csat"]
    old = {"question": ids[1], "page": 1, "place": 1, "seen": survey.revision}
    beto.post(f"{address}ordem/", old)
    assert [one.key for one in queries.questions(SYSTEM, survey.pk)] == ["ces", "csat"]


def test_a_respondent_walks_page_by_page_forth_and_back(cast: Cast, sign_in: SignIn) -> None:
    survey = made(cast, "nps", "nps_why", "csat")
    why, csat = (Question.objects.get(key=key) for key in ("nps_why", "csat"))
    shown_if = {"when": "all", "rules": [{"question": "nps", "operator": "at_most", "value": 6}]}
    actions.change_question(SYSTEM, why.pk, {"shown_if": shown_if, "is_required": True})
    actions.move_question(SYSTEM, why.pk, 2, 1)
    actions.move_question(SYSTEM, csat.pk, 3, 1)
    beto, address = sign_in("beto"), f"{HOME}{survey.pk}/previa/"
    first = text(beto, f"{address}?nps=3")
    assert re.search(r'name="nps" value="3" checked', first)
    assert 'name="nps_why"' not in first
    refused = beto.post(address, {"step": "1", "nps": "3", "go": "next"})
    second = unescape(refused.content.decode())
    assert 'name="nps_why"' in second
    assert '<input type="hidden" name="nps" value="3">' in second
    again = beto.post(address, {"step": "2", "nps": "3", "nps_why": " ", "go": "next"})
    assert "ask-why" in again.content.decode()
    third = beto.post(address, {"step": "2", "nps": "3", "nps_why": "Caro", "go": "next"})
    assert 'name="csat" value="5"' in third.content.decode()
    assert 'name="nps_why" value="Caro"' in third.content.decode()
    back = {"step": "3", "nps": "3", "nps_why": "Caro", "csat": "4", "go": "back"}
    assert ">Caro</textarea>" in beto.post(address, back).content.decode()
    over = beto.post(address, {**back, "go": "next"}).content.decode()
    assert "answering-over" in over
    happy = beto.post(address, {"step": "1", "nps": "9", "nps_why": "sobra", "go": "next"})
    assert 'name="csat" value="5"' in happy.content.decode()


def test_the_page_speaks_the_respondents_language(cast: Cast, sign_in: SignIn) -> None:
    survey, beto = made(cast, "nps"), sign_in("beto")
    english = text(beto, f"{HOME}{survey.pk}/previa/?lang=en", headers=PART)
    assert "<html" not in english
    assert 'lang="en"' in english
    assert "likely are you to recommend" in english
    assert ">Send<" in english
    assert "recomendaria" in text(beto, f"{HOME}{survey.pk}/previa/", headers=PART)


def test_a_sent_version_is_previewed_as_it_was_sent(cast: Cast, sign_in: SignIn) -> None:
    survey, beto = made(cast, "nps"), sign_in("beto")
    actions.publish(SYSTEM, survey.pk)
    question = Question.objects.get()
    actions.change_question(SYSTEM, question.pk, {"words": {"pt-br": "Outra?", "en": "Other?"}})
    address = f"{HOME}{survey.pk}/previa/"
    assert "recomendaria" in text(beto, f"{address}?version=1")
    assert "Outra?" in text(beto, address)
    assert beto.get(f"{address}?version=9").status_code == 404
    assert beto.get(f"{address}?version=x").status_code == 404
    compared = text(beto, f"{HOME}{survey.pk}/versoes/")
    assert "Outra?" in compared
    assert "recomendaria" in compared


def test_what_is_typed_is_shown_before_it_is_saved(cast: Cast, sign_in: SignIn) -> None:
    made(cast, "expectation_overall")
    beto, question = sign_in("beto"), Question.objects.get()
    address = f"{HOME}perguntas/{question.pk}/previa/"
    fields = {"words-pt-br": "Novinha <b>em</b> folha?", "label-pt-br": ["Sim", "Não"]}
    shown = beto.post(address, {**fields, "label-en": ["", ""]}).content.decode()
    assert "Novinha &lt;b&gt;em" in shown
    assert shown.count('type="radio"') == 2
    assert 'type="radio"' in beto.post(address, {"label-pt-br": ["só um"]}).content.decode()
    question.refresh_from_db()
    assert "Novinha" not in str(question.words)


def test_the_library_is_searched_filled_and_says_what_it_refused(
    cast: Cast, sign_in: SignIn
) -> None:
    beto = sign_in("beto")
    assert "sem pressa" in text(beto, f"{HOME}biblioteca/?q=PRESSA")
    assert "recomendaria" not in text(beto, f"{HOME}biblioteca/?q=PRESSA")
    found = text(beto, f"{HOME}biblioteca/?q=zebra", headers={**PART, "HX-Target": "div#items"})
    assert "<html" not in found
    file = SimpleUploadedFile("itens.csv", b"key,kind,pt-br,en\na,text,Oi?,Hi?\nb,x,Oi?,Hi?\n")
    answer = beto.post(f"{HOME}biblioteca/", {"file": file})
    assert Item.objects.get().key == "a"
    assert "3:" in answer.content.decode()
    for content in (b"", b"\x89PNG"):
        wrong = SimpleUploadedFile("itens.csv", content)
        assert beto.post(f"{HOME}biblioteca/", {"file": wrong}).status_code == 422
    assert beto.post(f"{HOME}biblioteca/").status_code == 422


def test_what_stands_around_is_changed_or_refused_in_words(cast: Cast, sign_in: SignIn) -> None:
    survey, beto = made(cast, "nps"), sign_in("beto")
    address = f"{HOME}{survey.pk}/em-volta/"
    told = {"name": "Nova", "intro-pt-br": "Olá", "anonymous": "1", "k": "6", "comments_k": "9"}
    assert beto.post(address, {**told, "owner": "paulo@boapraca.example"}).status_code == 302
    survey.refresh_from_db()
    assert (survey.name, survey.k, survey.comments_k) == ("Nova", 6, 9)
    assert survey.is_anonymous
    assert survey.owner_id == cast.people["paulo"].pk
    answer = beto.post(address, {**told, "name": "Mais nova", "k": "5"})
    assert answer.status_code == 422
    assert 'value="Mais nova"' in answer.content.decode()
    assert beto.post(address, {**told, "owner": "ninguem@x.example"}).status_code == 422
    assert "Nova" in text(sign_in("paulo"), address)


def test_only_who_may_ask_finds_the_pages(cast: Cast, sign_in: SignIn) -> None:
    survey = made(cast, "nps")
    question = Question.objects.get()
    for name in ("marina", "ana", "paulo", "lucia", "joao", "carlos", "zoe"):
        client = sign_in(name)
        for address in ("", "biblioteca/", f"{survey.pk}/", f"{survey.pk}/previa/"):
            assert client.get(f"{HOME}{address}").status_code == 404, (name, address)
    rita = sign_in("rita")
    assert "Entrega" not in text(rita, HOME)
    for address in (f"{survey.pk}/", f"perguntas/{question.pk}/", f"{survey.pk}/versoes/"):
        assert rita.get(f"{HOME}{address}").status_code == 404
    for address in (f"{survey.pk}/publicar/", f"perguntas/{question.pk}/retirar/"):
        assert rita.post(f"{HOME}{address}").status_code == 404
    told = {"name": "Do SAC", "purpose": "csat", "side": "external"}
    assert rita.post(HOME, told).status_code == 403
    assert rita.post(HOME, {**told, "team": cast.teams["sac"].pk}).status_code == 302
    assert "Do SAC" in text(sign_in("beto"), HOME)
    for name, finds in (("beto", True), ("rita", True), ("marina", False)):
        shown = sign_in(name).get("/melhorias/")
        assert shown.status_code == 200
        assert (f'href="{HOME}"' in shown.content.decode()) is finds


def test_pages_take_the_same_statements_for_two_and_for_twenty(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    survey = made(cast)
    pages = [HOME, f"{HOME}{survey.pk}/", f"{HOME}{survey.pk}/previa/", f"{HOME}biblioteca/"]
    for page in pages:
        beto.get(page)
    costs = []
    for count in (2, 20):
        for n in range(count):
            made(cast, name=f"Outra {n}")
            actions.take_item(SYSTEM, survey.pk, "csat")
        costs.append([counted(lambda page=page: beto.get(page)) for page in pages])  # type: ignore[misc]
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 14
