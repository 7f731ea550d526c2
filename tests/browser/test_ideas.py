"""Boards of suggestions under axe, under keys, on a phone, with script and without."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.listening.ideas import actions
from balcao.listening.ideas.models import Idea, Vote
from balcao.listening.ideas.tests.suggesting import board, colleagues, idea, soon

from .axe import faults_of
from .conftest import Screen

HOME = "/sugestoes/"


@pytest.fixture
def there(screen: Screen) -> Idea:
    """An idea in experiment, answered, commented, beside one that stands for another."""
    beto, ana = screen.cast.actor("beto"), screen.cast.actor("ana")
    made = board(screen.cast, about="Para o nosso dia a dia.")
    told = idea(ana, made, "Luz melhor no estoque", "Hoje a gente trabalha no escuro.")
    same = idea(screen.cast.actor("marina"), made, "Mais luz no estoque")
    actions.merge(beto, same.pk, told.pk)
    actions.comment(screen.cast.actor("rita"), told.pk, "Concordo")
    actions.answer(beto, told.pk, "planned", "Em janeiro")
    today = clock.today()
    trial = actions.Trial("Menos erros", today, today + timedelta(days=30), "erros por dia")
    actions.begin_experiment(beto, told.pk, trial)
    idea(ana, made, "Café na copa")
    return told


def test_the_pages_of_boards_are_clean(screen: Screen, there: Idea) -> None:
    colleagues(6)
    secret = board(screen.cast, is_anonymous=True, name="Sem nomes")
    actions.open_round(screen.cast.actor("beto"), secret.pk, soon())
    paths = ("", f"quadros/{there.board_id}/", f"{there.pk}/", f"quadros/{secret.pk}/escrever/")
    pages = {
        "beto": (*paths, "quadros/novo/", f"quadros/{secret.pk}/mudar/"),
        "carlos": paths,
    }
    whole = {name: [HOME + one for one in own] for name, own in pages.items()}
    assert faults_of(screen, whole, unfold="details") == {}


@pytest.mark.parametrize("script", [True, False])
def test_one_votes_and_takes_it_back_by_keys_without_leaving_the_page(
    screen: Screen, there: Idea, script: bool
) -> None:
    page = screen.page("carlos", width=360, script=script)
    page.goto(f"{HOME}quadros/{there.board_id}/")
    button = page.locator(f"#vote-{there.pk} button")
    for pressed in ("true", "false", "true"):
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(f'#vote-{there.pk} button[aria-pressed="{pressed}"]')
    assert Vote.objects.count() == 1
    assert button.locator(".vote-count").inner_text() == "1"
    if script:
        assert page.evaluate("document.activeElement.matches('.vote-button')")


def test_similar_ideas_appear_while_one_writes(screen: Screen, there: Idea) -> None:
    page = screen.page("carlos", width=360)
    page.goto(f"{HOME}quadros/{there.board_id}/escrever/")
    page.locator("[name=title]").press_sequentially("mais luz no estoque")
    page.wait_for_selector(f'#similar a[href="{HOME}{there.pk}/"]')
    page.locator("[name=words]").fill("Para quem separa pedidos")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.idea-whole")
    assert Idea.objects.latest("pk").title == "mais luz no estoque"
