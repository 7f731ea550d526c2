"""Something dragged by its handle, as a hand does: on until it lies where it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TRIES = 60
IS_BEFORE = """
([moved, target]) => Boolean(
  moved.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING
)
"""


def drag_before(page: Page, moved: Locator, target: Locator) -> None:
    """Takes `moved` by its handle to the upper edge of `target`, lets go above it, and waits for the
    page that answers. Rows still gliding to their places take no other, so the hand keeps moving."""
    handle = moved.locator("[data-handle]").bounding_box()
    goal = target.bounding_box()
    assert handle is not None
    assert goal is not None
    pair = [moved.element_handle(), target.element_handle()]
    page.mouse.move(handle["x"] + 5, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, handle["y"] - 20, steps=4)
    for step in range(TRIES):
        page.mouse.move(goal["x"] + 20 + step % 2, goal["y"] + 8, steps=4)
        if page.evaluate(IS_BEFORE, pair):
            break
    else:
        raise AssertionError("It can't be dragged there.")
    with page.expect_navigation():
        page.mouse.up()
