from __future__ import annotations

from playwright.sync_api import expect

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import issue_token
from balcao.register.people.models import Relationship
from tests.cast import Cast

from .axe import faults_of
from .conftest import Screen

HOME = "/administracao/"
PAGES = (
    "equipes/", "caixas/", "pessoas/", "organizacoes/", "tokens/", "auditoria/",
    "quebra-de-vidro/", "pessoas/{carlos}/",
)  # fmt: skip


def test_its_pages_are_clean_under_axe_and_fit_the_screen(cast: Cast, screen: Screen) -> None:
    issue_token(SYSTEM, "marina@boapraca.example", "Integração")
    pages = [HOME + way.format(carlos=cast.people["carlos"].pk) for way in PAGES]
    assert faults_of(screen, {"beto": pages}) == {}


def test_an_act_that_cannot_be_taken_back_asks_first(cast: Cast, screen: Screen) -> None:
    carlos = cast.people["carlos"].pk
    page = screen.page("beto")
    page.goto(f"{HOME}pessoas/{carlos}/")
    page.click(".cell-end form[action$='/relacoes/'] button")
    expect(page.locator("#confirm")).to_be_visible()
    page.click("#confirm button[value=no]")
    expect(page.locator("#confirm")).to_be_hidden()
    assert Relationship.objects.filter(person_id=carlos, until_on=None).exists()
    page.click(".cell-end form[action$='/relacoes/'] button")
    page.click("#confirm button[value=yes]")
    expect(page.locator(".cell-end form[action$='/relacoes/']")).to_have_count(0)
    assert not Relationship.objects.filter(person_id=carlos, until_on=None).exists()
