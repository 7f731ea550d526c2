from __future__ import annotations

import pytest

from balcao.core.html import from_markdown, sanitize
from balcao.service.delivery.buttons import with_buttons

SCALE = "\n".join(f"[{score}](https://desk.example/r/x/?nota={score})" for score in range(3))


def test_links_alone_in_a_paragraph_become_buttons() -> None:
    html = with_buttons(f"Quanto?\n\n{SCALE}\n\nAté sexta.")
    assert html.count("inline-block") == 3
    assert "<br>" not in html
    assert html.startswith("<p>Quanto?</p>")
    # What a mail keeps of them is all of it.
    assert sanitize(html).html.count("border-radius") == 3


@pytest.mark.parametrize(
    "text",
    [
        "[um](https://desk.example/1)",
        "Veja [um](https://desk.example/1)\n[dois](https://desk.example/2)",
        "- [um](https://desk.example/1)\n- [dois](https://desk.example/2)",
        "[**um**](https://desk.example/1)\n[dois](https://desk.example/2)",
        "<p><a href='https://x.example'>um</a></p>",
    ],
)
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert with_buttons(text) == from_markdown(text)
