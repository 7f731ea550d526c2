"""Themes under axe and under keys: shares, the dictionary, comments, proposals, a sentence tried."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from balcao.listening.answers.models import Answer
from balcao.listening.surveys.models import Survey
from balcao.listening.themes import actions
from balcao.listening.themes.models import Theme
from balcao.listening.themes.tests.writing import LEADER, PAY, grouped, written

from .axe import faults_of
from .conftest import Screen

HOME = "/resultados/temas/"
PARROT = "O papagaio da portaria canta de manhã"


@pytest.fixture
def spoken(screen: Screen) -> int:
    """Two surveys of colleagues, one with names and one without, read and counted."""
    made = written([PAY] * 4 + [f"{PAY} {LEADER}"] + [PARROT] * 5)
    actions.mark_all()
    actions.propose_all()
    grouped({"outsourced": [PAY] * 9 + [PARROT] * 9 + ["Nada disso"] * 8})
    actions.count_waves()
    return made.survey_id


def test_the_pages_of_themes_are_clean(screen: Screen, spoken: int) -> None:
    pay = Theme.objects.get(key="pay").pk
    sealed = Survey.objects.get(is_anonymous=True).pk
    pages = (
        f"?survey={spoken}&days=365",
        f"?survey={sealed}",
        f"pesquisa/{spoken}/{pay}/",
        f"pesquisa/{sealed}/{pay}/",
        "dicionario/",
        f"dicionario/{pay}/",
        "dicionario/experimentar/?text=Atrazou+e+o+montador+nem+avisou",
        f"comentarios/?survey={spoken}",
        "propostas/",
    )
    assert faults_of(screen, {"beto": [HOME + one for one in pages]}) == {}


def test_a_sentence_says_its_themes_while_it_is_typed(screen: Screen, spoken: int) -> None:
    page = screen.page("beto")
    page.goto(f"{HOME}dicionario/")
    page.locator("#try-text").press_sequentially("atrazaram dms")
    expect(page.locator("#tried mark")).to_have_text("atrazaram")
    page.locator("#try-text").fill("bom dia")
    expect(page.locator("#tried mark")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_a_comment_is_corrected_by_keys_alone(screen: Screen, spoken: int, script: bool) -> None:
    page = screen.page("beto", script=script)
    number = Answer.objects.order_by("pk")[0].pk
    page.goto(f"{HOME}comentarios/?survey={spoken}")
    card = page.locator(f"#comment-{number}")
    expect(card.locator(".theme-chip")).to_have_count(1)
    card.locator(".theme-chip button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#comment-{number} .theme-chip")).to_have_count(0)
    assert page.url.endswith(f"#comment-{number}")
