"""Surveys under axe, under keys and under fingers: the builder, and the respondent's phone."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.listening.surveys import actions, queries
from balcao.listening.surveys.models import Question

from .axe import faults_of
from .conftest import Screen
from .dragging import drag_before

HOME = "/administracao/pesquisas/"
EVERY_KIND = (
    "nps",
    "nps_why",
    "expectation_overall",
    "expectation_parts",
    "purchase_reason",
    "purchase_order",
    "informed_ways",
    "consent_quote",
    "ces",
    "csat",
)


@pytest.fixture
def survey(screen: Screen) -> int:
    """A survey with a question of each kind, published once and being rewritten."""
    beto = screen.cast.actor("beto")
    made = actions.add_survey(beto, "Depois da entrega", "custom", "external")
    for key in EVERY_KIND:
        actions.take_item(SYSTEM, made.pk, key)
    words = {"pt-br": "Leva um minuto.", "en": "It takes a minute."}
    actions.change_survey(SYSTEM, made.pk, {"intro": words, "thanks": words})
    actions.publish(SYSTEM, made.pk)
    why = Question.objects.get(key="nps_why")
    rule = {"question": "nps", "operator": "at_most", "value": 6}
    changes = {"words": {"pt-br": "Por quê?"}, "shown_if": {"when": "all", "rules": [rule]}}
    actions.change_question(SYSTEM, why.pk, changes)
    return made.pk


def test_the_pages_of_surveys_are_clean(screen: Screen, survey: int) -> None:
    question = Question.objects.get(key="purchase_reason").pk
    rule = Question.objects.get(key="nps_why", retired_at=None).pk
    pages = (
        "",
        f"{survey}/",
        f"{survey}/em-volta/",
        f"{survey}/versoes/",
        f"{survey}/previa/?nps=3",
        f"{survey}/previa/?lang=en&version=1",
        f"perguntas/{question}/",
        f"perguntas/{rule}/",
        f"biblioteca/?survey={survey}",
    )
    assert faults_of(screen, {"beto": [HOME + one for one in pages]}) == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_survey_is_answered_on_a_phone_by_keys_alone(
    screen: Screen, survey: int, script: bool
) -> None:
    for place, key in enumerate(EVERY_KIND[2:], start=2):
        question = Question.objects.get(key=key, retired_at=None)
        actions.move_question(SYSTEM, question.pk, place, 1)
    page = screen.page("beto", width=360, script=script)
    page.goto(f"{HOME}{survey}/previa/", wait_until="load")
    page.focus("input[name=nps]")
    page.keyboard.press("Space")
    assert page.is_checked("input[name=nps][value='0']")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("input[name=nps][value='1']")
    for _n in range(12):
        if page.locator(".answering-over").count():
            break
        step = page.locator("input[name=step]").input_value()
        page.focus(".answering-acts button[value=next]")
        page.keyboard.press("Enter")
        page.wait_for_selector(
            f".answering-over, input[name=step]:not([value='{step}'])", state="attached"
        )
    assert page.locator(".answering-over").is_visible()


def test_a_target_is_big_enough_for_a_thumb(screen: Screen, survey: int) -> None:
    page = screen.page("beto", width=360)
    page.goto(f"{HOME}{survey}/previa/", wait_until="load")
    small = page.eval_on_selector_all(
        ".ask-step, .ask-row, .answering-acts .btn",
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.height < 44 || b.width < 34)",
    )
    assert small == []


def test_questions_are_moved_by_keys_and_by_hand(screen: Screen, survey: int) -> None:
    page = screen.page("beto")
    page.goto(f"{HOME}{survey}/", wait_until="load")
    second = Question.objects.get(key="nps_why", retired_at=None).pk
    page.focus(f"#question-{second} [name=way][value=down] + button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys = [one.key for one in queries.questions(SYSTEM, survey)]
    assert keys[:3] == ["nps", "expectation_overall", "nps_why"]
    focused = "document.activeElement.closest('[data-question]')?.dataset.question"
    assert page.evaluate(focused) == str(second)
    last = Question.objects.get(key="expectation_overall").pk
    moved, target = (page.locator(f"#question-{one}") for one in (second, last))
    drag_before(page, moved, target)
    keys = [one.key for one in queries.questions(SYSTEM, survey)]
    assert keys[:3] == ["nps", "nps_why", "expectation_overall"]


def test_the_phone_shows_what_is_being_typed(screen: Screen, survey: int) -> None:
    question = Question.objects.get(key="purchase_reason").pk
    page = screen.page("beto")
    page.goto(f"{HOME}perguntas/{question}/", wait_until="load")
    page.fill("[name=words-pt-br]", "O que pesou mais?")
    page.wait_for_selector("#phone >> text=O que pesou mais?")
    assert Question.objects.get(pk=question).words["pt-br"] != "O que pesou mais?"
    with page.expect_navigation():
        page.click("button:has-text('Salvar')")
    assert Question.objects.get(key="purchase_reason", retired_at=None).pk != question
