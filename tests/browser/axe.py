"""What axe finds wrong with a page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# A screen and a phone, by day and by night; `faults` looks at each page's other colours on the spot.
LOOKS = [(1440, "light"), (360, "dark")]
# What is well is not told: to bring all of it here takes longer than to look.
_RULES = "axe.run({resultTypes: ['violations']})"
_CONTRAST = "axe.run({resultTypes: ['violations'], runOnly: ['color-contrast']})"
# Colours on their way are ended where they lead: what inherits them may set out anew.
_SETTLE = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const moving = () => document.getAnimations().filter(
    (one) => one.effect.getComputedTiming().endTime !== Infinity
  );
  await frame();
  for (let turn = 0; turn < 50 && moving().length; turn += 1) {
    for (const one of moving()) one.finish();
    await frame();
  }
}
"""


def faults(page: Page) -> list[str]:
    """Each breach of accessibility, with the element it is in; contrast in both schemes of colour."""
    page.evaluate(SCRIPT.read_text())
    found = _told(page, _RULES)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    page.evaluate(_SETTLE)
    found += [f"in its other colours: {each}" for each in _told(page, _CONTRAST)]
    page.emulate_media(color_scheme="dark" if is_dark else "light")
    page.evaluate(_SETTLE)
    return found


def _told(page: Page, run: str) -> list[str]:
    found = page.evaluate(f"{run}.then((told) => told.violations)")
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]
