"""Shares, courses, the dictionary, comments and proposals, without a browser."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from balcao.listening.answers.tests.responding import give, links, wave
from balcao.listening.surveys.models import Survey
from balcao.listening.themes import actions
from balcao.listening.themes.models import Proposal, Term, Theme
from balcao.listening.themes.tests.writing import LEADER, PAY, answer, grouped, theme, written
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

HOME = "/resultados/temas/"
PARROT = "O papagaio da portaria canta de manhã"


def text(client: Client, address: str, **told: Any) -> str:
    response = client.get(address, **told)
    assert response.status_code == 200, (address, response.status_code)
    return unescape(response.content.decode())


@pytest.fixture
def spoken(cast: Cast) -> Survey:
    """A survey of colleagues in which eight wrote, looked after by Rita's team."""
    made = written([PAY] * 3 + [f"{PAY} {LEADER}"] + [PARROT] * 5)
    actions.mark_all()
    Survey.objects.filter(pk=made.survey_id).update(team=cast.teams["sac"])
    return Survey.objects.get()


@pytest.mark.parametrize("name", ["zoe", "joao", "carlos", "ana", "marina"])
def test_nobody_else_finds_themes(sign_in: SignIn, spoken: Survey, name: str) -> None:
    client = sign_in(name)
    for address in (
        HOME,
        f"{HOME}dicionario/",
        f"{HOME}dicionario/{theme('pay').pk}/",
        f"{HOME}dicionario/experimentar/?text=x",
        f"{HOME}pesquisa/{spoken.pk}/{theme('pay').pk}/",
        f"{HOME}comentarios/",
        f"{HOME}propostas/",
    ):
        assert client.get(address).status_code == 404, address
    for address in (
        f"{HOME}comentarios/{answer().pk}/",
        f"{HOME}dicionario/{theme('pay').pk}/palavras/",
        f"{HOME}dicionario/{theme('pay').pk}/uso/",
    ):
        sent = {"theme": theme("pay").pk, "add": "x"}
        assert client.post(address, sent).status_code == 404, address


def test_a_share_stands_with_its_doubt(sign_in: SignIn, spoken: Survey) -> None:
    page = text(sign_in("beto"), f"{HOME}?survey={spoken.pk}&days=365")
    assert spoken.name in page
    for word in ("Salário e benefícios", "Liderança", "44"):
        assert word in page, word


def test_a_survey_one_may_not_read_is_not_there(
    sign_in: SignIn, cast: Cast, spoken: Survey
) -> None:
    assert sign_in("beto").get(f"{HOME}?survey=999").status_code == 404
    confidential = f"{HOME}?survey={spoken.pk}&team={cast.teams['rh'].pk}"
    assert sign_in("lucia").get(confidential).status_code == 404


def test_a_course_has_a_table_and_a_picture(sign_in: SignIn, spoken: Survey) -> None:
    page = text(sign_in("beto"), f"{HOME}pesquisa/{spoken.pk}/{theme('pay').pk}/")
    assert "<figure" in page
    assert "<table" in page
    assert (
        sign_in("beto").get(f"{HOME}pesquisa/{spoken.pk}/{theme('price').pk}/").status_code == 404
    )


def test_anonymous_comments_are_told_as_a_band_and_never_one_by_one(
    sign_in: SignIn, cast: Cast
) -> None:
    made = grouped({"employee": [PAY] * 9 + [PARROT] * 9 + ["Nada disso"] * 8})
    actions.count_waves()
    beto = sign_in("beto")
    page = text(beto, f"{HOME}?survey={made.survey_id}")
    assert "Salário e benefícios" in page
    assert "16" in page
    assert "31" in page
    assert "papagaio" not in page
    assert "papagaio da portaria" not in text(beto, f"{HOME}comentarios/")
    proposals = text(beto, f"{HOME}propostas/")
    assert "papagaio" in proposals
    assert PARROT not in proposals


def test_a_sentence_is_tried_without_being_kept(sign_in: SignIn, cast: Cast) -> None:
    address = f"{HOME}dicionario/experimentar/?side=external&text=Atrazou+%3Cb%3E+e+o+montador"
    page = sign_in("beto").get(address).content.decode()
    assert "<mark>Atrazou</mark>" in page
    assert "Montagem" in page
    assert "<b> e" not in page
    part = sign_in("beto").get(address, headers={"HX-Request": "true", "HX-Target": "div#tried"})
    assert "<html" not in part.content.decode()


def test_words_are_added_and_let_go_by_forms(sign_in: SignIn, cast: Cast) -> None:
    rita, address = sign_in("rita"), f"{HOME}dicionario/{theme('pay').pk}/"
    rita.post(f"{address}palavras/", {"add": "cesta, vale  cultura", "is_except": "0"})
    page = text(rita, address)
    assert "vale cultura" in page
    assert "Rita" in page
    rita.post(f"{address}palavras/", {"remove": "cesta", "is_except": "0"})
    assert not Term.objects.filter(words="cesta").exists()
    rita.post(f"{address}nome/", {"name": "Salário"})
    rita.post(f"{address}uso/", {"is_used": "0"})
    told = Theme.objects.get(key="pay")
    assert told.names["pt-br"] == "Salário"
    assert told.retired_at is not None


def test_a_director_reads_the_dictionary_and_changes_nothing(sign_in: SignIn, cast: Cast) -> None:
    lucia, address = sign_in("lucia"), f"{HOME}dicionario/{theme('pay').pk}/"
    assert "palavras/" not in text(lucia, address)
    lucia.post(f"{address}palavras/", {"add": "cesta"})
    assert not Term.objects.exists()
    assert lucia.get(f"{HOME}comentarios/").status_code == 404
    assert lucia.post(f"{HOME}dicionario/", {"name": "x"}).status_code == 422


def test_a_new_theme_is_added_or_refused_in_words(sign_in: SignIn, cast: Cast) -> None:
    beto = sign_in("beto")
    told = {"name": "Cores", "side": "external", "words": "azul, verde"}
    assert beto.post(f"{HOME}dicionario/", told).status_code == 302
    again = beto.post(f"{HOME}dicionario/", told)
    assert again.status_code == 422
    assert "azul, verde" in again.content.decode()


def test_a_comment_is_corrected_where_it_stands(sign_in: SignIn, spoken: Survey) -> None:
    rita, number = sign_in("rita"), answer(0).pk
    page = text(rita, f"{HOME}comentarios/?survey={spoken.pk}&theme={theme('pay').pk}")
    assert PAY in page
    assert PARROT not in page
    sent = {"theme": theme("pay").pk, "speaks": "0", "back": f"survey={spoken.pk}"}
    back = rita.post(f"{HOME}comentarios/{number}/", sent)
    assert back["Location"] == f"{HOME}comentarios/?survey={spoken.pk}#comment-{number}"
    page = text(rita, f"{HOME}comentarios/?survey={spoken.pk}&theme={theme('pay').pk}")
    assert f"comment-{number}" not in page


def test_a_proposal_is_named_or_let_go(sign_in: SignIn, spoken: Survey) -> None:
    actions.propose_all()
    rita, proposal = sign_in("rita"), Proposal.objects.get()
    assert PARROT in text(rita, f"{HOME}propostas/")
    rita.post(f"{HOME}propostas/{proposal.pk}/", {"name": "Bichos", "words": "papagaio"})
    assert Theme.objects.get(key="bichos").side == "internal"
    assert PARROT not in text(rita, f"{HOME}propostas/")


def test_pages_ask_the_same_however_much_was_written(sign_in: SignIn, cast: Cast) -> None:
    beto = sign_in("beto")

    def pages(survey: Survey) -> list[int]:
        return [
            counted(lambda address=address: beto.get(address))  # type: ignore[misc]
            for address in (
                f"{HOME}?survey={survey.pk}",
                f"{HOME}comentarios/?survey={survey.pk}",
                f"{HOME}pesquisa/{survey.pk}/{theme('pay').pk}/",
                f"{HOME}dicionario/{theme('pay').pk}/",
                f"{HOME}propostas/",
            )
        ]

    made = wave("enps", "enps_why", is_anonymous=False, people=24)
    some = links(made)
    for token in some[:2]:
        give(token, {"enps": 7, "enps_why": PAY})
    actions.mark_all()
    text(beto, HOME)
    few = pages(Survey.objects.get())
    for token in some[2:]:
        give(token, {"enps": 7, "enps_why": f"{PAY} {LEADER}"})
    actions.mark_all()
    assert pages(Survey.objects.get()) == few
    assert max(few) < 25
