"""Whoever comes by: the page of a code, the tablet that begins again, and what is hung on the wall."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers.models import Answer
from balcao.listening.asking import actions as asking
from balcao.listening.asking.links import link
from balcao.listening.asking.tests.asking import survey
from balcao.listening.surveys.models import Survey

from .axe import faults_of
from .conftest import Screen
from .test_answering import link as invitation

HOME = "/administracao/pesquisas/"
READ_MS = 2200


def opened(asked: Survey, kind: str) -> str:
    """The address of a new link of this survey."""
    made = asking.open_link(SYSTEM, asked.pk, kind, f"Balcão da loja ({kind})")
    return f"/responder/aqui/{link(SYSTEM, made.pk)['token']}/"


def test_the_pages_of_links_are_clean(screen: Screen) -> None:
    asked, silent = survey("external", "nps", "nps_why"), survey("internal", is_anonymous=True)
    ways = {kind: opened(asked, kind) for kind in ("link", "qr", "kiosk")}
    stopped = asking.open_link(SYSTEM, asked.pk, "qr", "Porta", closes_at=_in_a_week())
    asking.stop_link(SYSTEM, stopped.pk)
    code = asking.open_link(SYSTEM, asked.pk, "qr", "Nota de entrega", closes_at=_in_a_week())
    pages = (
        f"{HOME}{asked.pk}/links/",
        f"{HOME}{silent.pk}/links/",
        f"{HOME}links/{code.pk}/cartaz/",
        f"{HOME}links/{code.pk}/cartaz/?size=a6",
        ways["qr"],
        ways["kiosk"],
        f"{invitation('external', 'nps', is_anonymous=False)}nao-perguntar/",
    )
    assert faults_of(screen, {"beto": pages}) == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_answers_what_hangs_on_the_wall(screen: Screen, *, script: bool) -> None:
    page = screen.page(width=360, script=script)
    page.goto(opened(survey("external", "nps"), "qr"), wait_until="load")
    page.wait_for_timeout(READ_MS)
    page.check("input[name=nps][value='9']", force=True)
    page.focus(".answering-acts button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answering-over")
    assert list(Answer.objects.get().values.values()) == [9]
    assert page.context.cookies() == []


def test_the_tablet_takes_one_after_the_other_and_shows_nothing_of_who_was_there(
    screen: Screen,
) -> None:
    page = screen.page()
    page.goto(opened(survey("external", "nps", "nps_why"), "kiosk"), wait_until="load")
    form = page.input_value("input[name=form-token]")
    targets = page.locator(".ask-step").all()
    boxes = [box for one in targets if (box := one.bounding_box())]
    assert len(boxes) == 11
    assert all(box["height"] >= 56 and box["width"] >= 44 for box in boxes)
    page.wait_for_timeout(READ_MS)
    page.check("input[name=nps][value='2']", force=True)
    page.click(".answering-acts button[value=next]")
    page.fill("textarea[name=nps_why]", "Demorou demais")
    page.click(".answering-acts button[value=next]")
    page.wait_for_selector(".answering-over")
    page.wait_for_selector("input[name=nps]", timeout=12_000)
    assert page.input_value("input[name=form-token]") != form
    assert not page.locator("input:checked").count()
    assert "Demorou" not in page.content()
    assert page.evaluate("history.length") <= 2
    assert Answer.objects.count() == 1


def test_who_walks_away_from_the_tablet_leaves_nothing_behind(screen: Screen) -> None:
    page = screen.page()
    page.clock.install()
    page.goto(opened(survey("external", "nps", "nps_why"), "kiosk"), wait_until="load")
    page.check("input[name=nps][value='2']", force=True)
    page.click(".answering-acts button[value=next]")
    page.fill("textarea[name=nps_why]", "Não deu tempo")
    page.clock.fast_forward(61_000)
    page.wait_for_selector("input[name=nps]")
    assert not page.locator("input:checked").count()
    assert "deu tempo" not in page.content()
    assert not Answer.objects.exists()


def test_the_tablet_fills_the_screen_and_keeps_it(screen: Screen) -> None:
    page = screen.page()
    page.goto(opened(survey("external", "nps"), "kiosk"), wait_until="load")
    page.click("[data-fullscreen]")
    page.wait_for_function("document.fullscreenElement !== null")
    assert page.locator("[data-fullscreen]").is_hidden()
    page.click("a[hreflang=en]")
    page.wait_for_selector("a[hreflang=pt-BR]")
    assert page.evaluate("document.fullscreenElement !== null")
    assert page.locator("[data-fullscreen]").is_hidden()


@pytest.mark.parametrize("size", ["a4", "a6"])
def test_the_code_prints_on_one_sheet(screen: Screen, size: str) -> None:
    asked = survey()
    code = asking.open_link(SYSTEM, asked.pk, "qr", "Porta")
    page = screen.page("beto")
    page.goto(f"{HOME}links/{code.pk}/cartaz/?size={size}", wait_until="load")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    paper = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    assert paper is not None
    millimetres = [round(float(points) * 25.4 / 72) for points in paper.groups()]
    assert millimetres == {"a4": [210, 297], "a6": [105, 148]}[size]


def test_a_link_is_opened_printed_and_stopped_by_keys_alone(screen: Screen) -> None:
    asked = survey()
    page = screen.page("beto", script=False)
    page.goto(f"{HOME}{asked.pk}/links/", wait_until="load")
    page.fill("#field-label", "Balcão da loja")
    page.focus("input[name=kind][value=qr]")
    page.keyboard.press("Space")
    page.focus(".form-actions button")
    page.keyboard.press("Enter")
    shown = page.locator(".survey-question")
    assert "Balcão da loja" in shown.inner_text()
    assert re.search(r"/responder/aqui/[\w-]{32}/", shown.inner_text())
    shown.locator("form button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".is-stopped")
    assert not page.locator(".survey-address").count()


def _in_a_week() -> datetime:
    return clock.now() + timedelta(days=7)
