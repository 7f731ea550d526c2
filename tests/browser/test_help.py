"""The help centre under axe, on a phone, with script and without; what is suggested while one writes."""

from __future__ import annotations

import pytest

from balcao.register.brand import actions as brand
from balcao.service.knowledge.models import Article, Feedback, Shown
from balcao.service.knowledge.tests.writing import published, shelf

from .axe import faults_of
from .conftest import Screen


@pytest.fixture
def there(screen: Screen) -> Article:
    """An article on a shelf, with a part for insiders."""
    where = shelf(screen.cast)
    published(screen.cast, "Prazo de entrega", "O prazo é de dez dias.", category_id=where.pk)
    return published(screen.cast, category_id=where.pk)


def test_the_help_centre_is_clean_also_in_a_colour_of_its_own(
    screen: Screen, there: Article
) -> None:
    brand.set_colour(screen.cast.actor("beto"), "#ffd400")
    article = f"/ajuda/artigos/{there.slug}/"
    paths = ["/ajuda/", "/ajuda/temas/compras/", article, "/help/", "/ajuda/busca/?q=nada"]
    pages = {"carlos": (*paths, "/ajuda/busca/?q=garantia"), "rita": ("/lacunas/",)}
    assert faults_of(screen, pages, unfold="details") == {}


@pytest.mark.parametrize("script", [True, False])
def test_one_says_whether_it_helped(screen: Screen, there: Article, script: bool) -> None:
    page = screen.page("joao", width=360, script=script)
    page.goto(f"/ajuda/artigos/{there.slug}/")
    page.locator(".help-answers button").first.press("Enter")
    page.wait_for_selector(".help-thanks")
    assert Feedback.objects.get().helped


def test_an_answer_that_was_suggested_spares_the_request(screen: Screen, there: Article) -> None:
    page = screen.page("joao", width=360)
    page.goto("/novo/")
    page.locator("[name=subject]").press_sequentially("garantia do sofá")
    page.wait_for_selector(f".help-suggested a[href*='{there.slug}']")
    page.locator(".help-suggested button").click()
    page.wait_for_url("**/ajuda/")
    assert Shown.objects.get(article=there).outcome == "answered"
