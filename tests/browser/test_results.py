"""Results under axe, by keys and without script: both sides, one survey, its answers, what came out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.results.tests.counting import nps_of, question, rated, sealed
from balcao.listening.surveys.models import Survey

from .axe import faults, faults_of
from .conftest import Screen

HOME = "/resultados/"


@pytest.fixture
def told(screen: Screen) -> Survey:
    """Customers answered yesterday, colleagues in a round that has closed."""
    yesterday = clock.now() - timedelta(days=1)
    sac, ti = (str(screen.cast.teams[name].pk) for name in ("sac", "ti"))
    given = [{**one, "nps_why": "O sofá chegou."} for one in nps_of(8, 5, 4)]
    groups = [{"team": sac, "region": "Sul"}] * 10 + [{"team": ti, "region": "Norte"}] * 7
    made = rated(given, "nps", "nps_why", at=yesterday, groups=groups, name="Depois da entrega")
    sealed(nps_of(9, 4, 3, "enps"), "enps", at=clock.now() - timedelta(days=30), name="Clima")
    return made


def test_results_are_clean(screen: Screen, told: Survey) -> None:
    home = f"{HOME}{told.pk}/"
    sealed_one = f"{HOME}{Survey.objects.get(is_anonymous=True).pk}/"
    asked = f"{home}perguntas/{question(told, 'nps')}/?by=region"
    pages = {
        "lucia": [HOME, home, sealed_one, asked, f"{home}comentarios/"],
        "rita": [HOME, home],
        "beto": [f"{home}respostas/"],
        "joao": ["/respondidas/"],
    }
    assert faults_of(screen, pages, unfold="main details") == {}


@pytest.mark.parametrize("script", [True, False])
def test_another_period_is_asked_for_and_a_point_opens_its_answers(
    screen: Screen, told: Survey, script: bool
) -> None:
    page = screen.page("beto", script=script)
    page.goto(f"{HOME}{told.pk}/")
    page.select_option("#asked-days", "30")
    if not script:
        page.locator(".results-asked button").click()
    page.wait_for_url("**days=30**")
    point = page.locator(".trend-plot a").last
    point.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/respostas/**")
    assert page.locator(".result-answer").count() == 17


def test_on_paper_it_is_light_whole_and_without_the_screens_furniture(
    screen: Screen, told: Survey
) -> None:
    page = screen.page("lucia", scheme="dark")
    page.goto(f"{HOME}{told.pk}/")
    page.emulate_media(media="print")
    for hidden in (".top", ".tabs", ".results-asked", ".plain-acts"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".print-open table").first.is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_respondent_sees_what_came_out(screen: Screen, told: Survey) -> None:
    one = Invited.objects.filter(survey=told).select_related("wave").order_by("pk")[0]
    asking.close_due(one.wave.closes_at)
    Invited.objects.filter(pk=one.pk).update(person=screen.cast.people["joao"])
    page = screen.page("joao", width=360)
    page.goto("/respondidas/")
    assert page.locator(".answered .result-value").count() == 1
    assert faults(page) == []
