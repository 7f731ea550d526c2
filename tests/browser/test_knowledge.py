"""Writing articles under axe, by screen and phone; what readers see is seen beside it; and replies."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from balcao.core import clock
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.models import Article
from balcao.service.knowledge.tests.writing import BODY, INSIDE, published, shelf

from .axe import faults_of
from .conftest import Screen

HOME = "/conhecimento/"


@pytest.fixture
def there(screen: Screen) -> Article:
    """An article with two versions, on a shelf, searched in vain beside and judged by a reader."""
    cast = screen.cast
    made = published(cast, category_id=shelf(cast).pk, review_on=clock.today() + clock.ONE_DAY)
    actions.write(cast.actor("rita"), made.pk, "Garantia do sofá", f"{BODY}\nNovo.")
    queries.search(cast.actor("joao"), "montagem")
    actions.give_feedback(cast.actor("joao"), made.slug, "pt-br", False, "Não diz o telefone.")
    later = actions.begin(cast.actor("rita"), made.team_id, "Fim de ano", "Até as 22h.")
    actions.schedule(cast.actor("rita"), later.pk, clock.now() + timedelta(days=3))
    return made


def test_the_pages_of_knowledge_are_clean(screen: Screen, there: Article) -> None:
    ticket = screen.cast.ticket("joao", "sac", "Garantia", "Tenho garantia?")
    pages = ("", "novo/", f"{there.pk}/", f"{there.pk}/versoes/", f"{there.pk}/comparar/?a=1&b=2")
    lists = ("revisar/", "buscas/", "opinioes/", "categorias/", f"categorias/{there.category_id}/")
    beside = f"/desk/tickets/{ticket.protocol}/ao-lado/artigos/"
    seen = [*(HOME + one for one in (*pages, *lists)), beside]
    assert faults_of(screen, {"rita": seen}) == {}


def test_a_writer_sees_what_each_reader_would(screen: Screen, there: Article) -> None:
    page = screen.page("rita")
    page.goto(f"{HOME}{there.pk}/")
    page.wait_for_selector(f"#preview:has-text('{INSIDE}')")
    page.select_option("#as", "customer")
    page.locator("#preview", has_not_text=INSIDE).wait_for()
    page.fill("textarea[name=body]", "Agora **outra** coisa.")
    page.wait_for_selector("#preview strong:has-text('outra')")


def test_an_article_goes_into_the_reply_as_far_as_the_client_may_read_it(
    screen: Screen, there: Article
) -> None:
    ticket = screen.cast.ticket("joao", "sac", "Garantia", "Meu sofá rasgou, tenho garantia?")
    page = screen.page("marina")
    page.goto(f"/desk/tickets/{ticket.protocol}/")
    page.locator("#beside-artigos").scroll_into_view_if_needed()
    page.locator(".beside-acts button").first.click()
    expect(page.locator("#reply-body")).to_have_value(re.compile("noventa dias"))
    assert INSIDE not in page.locator("#reply-body").input_value()
