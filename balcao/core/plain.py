"""Markdown as a plain text that reads well: the other face of `html.from_markdown`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .html import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token


def from_markdown(text: str) -> str:
    """The text without its marks: emphasis bare, links with their address, lists and quotes kept."""
    return "\n".join(_lines(markdown().parse(text))).strip("\n")


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    prefixes: list[str] = []
    numbers: list[int] = []
    bullet = ""
    is_apart = False
    for token in tokens:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            numbers.append(int(token.attrGet("start") or 1) if kind[0] == "o" else 0)
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
            is_apart = True
        elif kind == "list_item_open":
            bullet = f"{numbers[-1]}. " if numbers[-1] else "- "
            numbers[-1] += 1 if numbers[-1] else 0
            prefixes.append(" " * len(bullet))
        elif kind == "blockquote_open":
            prefixes.append("> ")
        elif kind in {"list_item_close", "blockquote_close"}:
            prefixes.pop()
        elif kind in {"inline", "fence", "code_block", "hr"}:
            if is_apart:
                yield "".join(prefixes).rstrip()
            for line in _said(token).split("\n"):
                before = "".join(prefixes[:-1]) + bullet if bullet else "".join(prefixes)
                bullet = ""
                yield (before + line).rstrip()
            is_apart = not numbers


def _said(token: Token) -> str:
    if token.type == "hr":
        return "---"
    if token.type != "inline":
        return token.content.rstrip("\n")
    pieces: list[str] = []
    links: list[tuple[int, str]] = []
    for child in token.children or ():
        if child.type == "link_open":
            links.append((len(pieces), str(child.attrGet("href") or "")))
        elif child.type == "link_close":
            start, address = links.pop()
            named = "".join(pieces[start:])
            if address not in {named, f"http://{named}", f"mailto:{named}"}:
                pieces.append(f" ({address})")
        elif child.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        else:
            pieces.append(child.content)
    return "".join(pieces)
