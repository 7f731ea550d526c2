"""Links that stand alone in a paragraph, one a line, as buttons beside each other in HTML."""

from __future__ import annotations

import re

from balcao.core.html import from_markdown

_LINK = r'<a href="[^"]*"[^>]*>[^<]*</a>'
_PARAGRAPH = re.compile(rf"<p>({_LINK}(?:<br ?/?>\s*{_LINK})+)</p>")
_BREAK = re.compile(r"<br ?/?>\s*")
_STYLE = (
    "display:inline-block;min-width:20px;padding:11px 12px;margin:0 4px 8px 0;text-align:center;"
    "font-weight:bold;text-decoration:none;color:#0b57a4;background-color:#ffffff;"
    "border:1px solid #0b57a4;border-radius:6px"
)


def with_buttons(text: str) -> str:
    """The HTML of a notice's Markdown; in its plain face such links stay one a line."""
    return _PARAGRAPH.sub(_as_buttons, from_markdown(text))


def _as_buttons(found: re.Match[str]) -> str:
    links = _BREAK.split(found[1])
    return (
        "<p>"
        + "\n".join(link.replace("<a ", f'<a style="{_STYLE}" ', 1) for link in links)
        + "</p>"
    )
