"""Pictures of the main pages of the demo company, for the docs: `make screenshots`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.group.desk import Desk, run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parent.parent.parent
DATA = PROJECT / "build" / "screenshots"
PICTURES = PROJECT / "docs" / "screenshots"
LOAD_SECONDS = 600.0
WIDE, NARROW = (1440, 900), (360, 740)


@dataclass(frozen=True)
class Picture:
    """A page, who looks at it, how large, and which link is followed."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = WIDE
    scheme: str = "light"
    follow: str = ""


ALL = [
    Picture("desk", "marina@boapraca.example", "/desk/lists/pending/", follow="a.ticket-row"),
    Picture(
        "desk-dark",
        "marina@boapraca.example",
        "/desk/lists/open/",
        scheme="dark",
        follow="a.ticket-row",
    ),
    Picture("desk-phone", "marina@boapraca.example", "/desk/", size=NARROW),
    Picture("portal-employee", "ana@boapraca.example", "/"),
    Picture("portal-customer", "joao@cliente.example", "/"),
    Picture("portal-phone", "joao@cliente.example", "/chamados/", size=NARROW),
    Picture("figures", "lucia@boapraca.example", "/numeros/"),
    Picture("administration", "beto@boapraca.example", "/administracao/"),
    Picture("sign-in", "", "/entrar/"),
]


def main() -> int:
    """Start the demo, take every picture, end it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    desk = Desk(DATA, "--demo")
    try:
        desk.wait_ready(LOAD_SECONDS)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(chromium.program()), args=chromium.ARGUMENTS
            )
            for picture in ALL:
                take(browser, desk, picture)
    finally:
        desk.end()
    return 0


def take(browser: Browser, desk: Desk, picture: Picture) -> None:
    """Sign in, open the page, keep what is seen."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,  # type: ignore[arg-type]
        locale="pt-BR",
    )
    page = context.new_page()
    if picture.who:
        address = run("sign-in", picture.who, "--data", DATA, BALCAO_URL=desk.url).stdout.strip()
        page.goto(address)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
    page.goto(f"{desk.url}{picture.path}")
    if picture.follow:
        page.goto(f"{desk.url}{page.locator(picture.follow).first.get_attribute('href')}")
        page.locator(".context-name").wait_for(state="attached")
    page.wait_for_load_state("load")
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
