"""Whoever looks at pages finds what is wrong in one look alone."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Browser

from .axe import SCRIPT, in_every_look
from .conftest import NARROW

PAGE = """<!doctype html><html lang="pt-BR"><title>Uma página</title>
<meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark; background: light-dark(#fff, #111) }
p { transition: color 60s }
.night { color: light-dark(#000, #333) }
.day { color: light-dark(#ccc, #fff) }
@media (max-width: 400px) { .screen { display: none } h1 { width: 400px } }
@media (min-width: 401px) { .phone { display: none } }
</style><main><h1>Título</h1><p>Palavras</p><p class="night">Palavras</p><p class="day">Palavras</p>
<p class="screen night">Palavras</p><button class="phone"></button><button class="screen"></button>
<details><summary>Mais</summary><img class="picture" src="data:,"></details></main>"""
FAULTS = {
    "360 px, dark: button-name: phone",
    "360 px, dark: color-contrast: night",
    "360 px, dark: image-alt: picture",
    "360 px, light: color-contrast: day",
    "360 px, wider than its window",
    "1440 px, light: button-name: screen",
    "1440 px, light: color-contrast: day",
    "1440 px, light: image-alt: picture",
    "1440 px, dark: color-contrast: night",
    "1440 px, dark: color-contrast: screen night",
}


def test_a_fault_of_one_look_alone_is_found(browser: Browser) -> None:
    context = browser.new_context(viewport=NARROW, color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(path=SCRIPT)
    page.goto(f"data:text/html,{quote(PAGE)}")
    found = {
        re.sub(r'<\w+ class="([^"]*).*', r"\1", each)
        for each in in_every_look(page, unfold="details")
    }
    page.evaluate("document.querySelectorAll('[class]').forEach((one) => one.remove())")
    page.add_style_tag(content="h1 { width: auto !important }")
    well = in_every_look(page)
    context.close()
    assert found == FAULTS
    assert well == []
