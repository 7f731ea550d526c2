"""What is wrong with a page: by axe, and by its width; on a phone and a screen, by night and by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .conftest import NARROW, WIDE, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# What is well is not told: to bring all of it here takes longer than to look. Frames hold mails of
# others, where no script runs: axe would wait for an answer.
_RULES = "axe.run({resultTypes: ['violations'], iframes: false})"
_CONTRAST = "axe.run({resultTypes: ['violations'], iframes: false, runOnly: ['color-contrast']})"
_SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
_TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
# A menu finds its place as it opens.
_UNFOLD = """
(chosen) => {
  for (const one of document.querySelectorAll(chosen)) {
    one.open = false;
    one.open = true;
  }
}
"""
# What a page asks for as it opens has come. Colours on their way are ended where they lead: what
# inherits them may set out anew.
_SETTLE = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const moving = () => document.getAnimations().filter(
    (one) => one.effect.getComputedTiming().endTime !== Infinity
  );
  const until = performance.now() + 10_000;
  do await frame(); while (document.querySelector(".htmx-request") && performance.now() < until);
  for (let turn = 0; turn < 50 && moving().length; turn += 1) {
    for (const one of moving()) one.finish();
    await frame();
  }
}
"""


def faults_of(
    screen: Screen, pages: Mapping[str, Iterable[str]], *, unfold: str = ""
) -> dict[str, list[str]]:
    """What is wrong with these addresses as each of these people sees them, in every look.

    `unfold` chooses the details that are looked into.
    """
    found = {}
    for name, addresses in pages.items():
        page = screen.page(name, width=NARROW["width"], scheme="dark")
        page.add_init_script(path=SCRIPT)
        for address in addresses:
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            answer = page.goto(address, wait_until="load")
            assert answer is not None
            assert answer.status == 200, address
            assert not name or "/entrar/" not in page.url, address
            if trouble := in_every_look(page, unfold=unfold):
                found[f"{name} {address}"] = trouble
    return found


def in_every_look(page: Page, *, unfold: str = "") -> list[str]:
    """What is wrong with the page that is open, on a phone and on a screen, by night and by day.

    Opened once, drawn anew for each look: to load a page takes longer than to look at it.
    """
    found = []
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if unfold:
            page.evaluate(_UNFOLD, unfold)
        found += [f"{size['width']} px, {each}" for each in faults(page)]
    return found


def faults(page: Page) -> list[str]:
    """Each breach of accessibility, with the element it is in, and whether the page is too wide.

    Colours are looked at in both schemes, and all else in one: nothing else differs by them. The page
    is left in the other scheme.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.evaluate(_SETTLE)
    found = [f"{_SCHEMES[is_dark]}: {each}" for each in _told(page, _RULES)]
    if page.evaluate(_TOO_WIDE):
        found.append("wider than its window")
    other = _SCHEMES[not is_dark]
    page.emulate_media(color_scheme=other)
    page.evaluate(_SETTLE)
    return found + [f"{other}: {each}" for each in _told(page, _CONTRAST)]


def _told(page: Page, run: str) -> list[str]:
    found = page.evaluate(f"{run}.then((told) => told.violations)")
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]
