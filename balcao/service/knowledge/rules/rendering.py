"""Markdown of articles as safe HTML: no HTML of the writer's, no pictures but our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

import nh3

from balcao.core import text

from .names import slug_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PICTURES = "/conhecimento/imagem/"
_PICTURE = re.compile(rf"^{PICTURES}([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})$")
_TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_OWN_LINK = re.compile(r"^(?:#|/(?![/\\]))")
_LINKS = ("http://", "https://", "mailto:", "tel:")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A part of an article as it is shown, and as it is searched; with the pictures it shows."""

    html: str
    plain: str
    word_count: int
    pictures: tuple[UUID, ...]


def picture_address(picture: UUID) -> str:
    """The address of a picture, as it stands in an article's Markdown."""
    return f"{PICTURES}{picture}"


def rendered(body: str, pictures: Iterable[UUID], anchors: set[str], prefix: str = "") -> Rendered:
    """A part as safe HTML and as text, showing no pictures but these.

    `anchors` holds the anchors given so far and is added to: parts of other readers have another
    `prefix` and another set, so that an anchor tells nothing of what one can't read.
    """
    known = set(pictures)
    tokens = _parser().parse(text.clean(body), {})
    shown: list[UUID] = []
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
        if token.children:
            token.children = [_child(child, known, shown) for child in token.children]
    _anchor(tokens, anchors, prefix)
    html = _clean(_parser().renderer.render(tokens, _parser().options, {}))
    plain = _plain(tokens)
    return Rendered(html, plain, len(_WORD.findall(plain)), tuple(dict.fromkeys(shown)))


def set_apart(html: str) -> str:
    """A part that not all readers get, marked so that whoever reads it knows."""
    return f'<section class="kept-inside">{html}</section>'


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": False})
    parser.enable(["linkify", "table", "strikethrough"])
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    return parser


def _child(token: Token, known: set[UUID], shown: list[UUID]) -> Token:
    """The token itself, or the words that stand for a picture that is none of ours."""
    if token.type != "image":
        return token
    found = _PICTURE.match(str(token.attrGet("src") or ""))
    if found and (picture := UUID(found[1])) in known:
        shown.append(picture)
        return token
    from markdown_it.token import Token as Made

    return Made("text", "", 0, content=token.content)


def _anchor(tokens: Sequence[Token], anchors: set[str], prefix: str) -> None:
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        wanted = prefix + slug_of(_words_of(inline))
        name, tries = wanted, 1
        while name in anchors:
            tries += 1
            name = f"{wanted}-{tries}"
        anchors.add(name)
        opening.attrSet("id", name)


def _words_of(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif child.type in ("text", "code_inline", "image"):
            pieces.append(child.content)
    return "".join(pieces)


def _plain(tokens: Sequence[Token]) -> str:
    lines = [
        _words_of(token) if token.type == "inline" else token.content
        for token in tokens
        if token.type in ("inline", "fence", "code_block")
    ]
    return "\n".join(line.strip() for line in lines if line.strip())


def _clean(html: str) -> str:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return value if _is_link(value) else None
        if attribute == "src":
            return value if _PICTURE.match(value) else None
        return None if attribute in ("title", "lang") else value

    settings: dict[str, Any] = {
        "tags": set(_TAGS),
        "attributes": _ATTRIBUTES,
        "attribute_filter": keep,
        "link_rel": "noopener noreferrer",
        "url_schemes": {"http", "https", "mailto", "tel"},
        "url_relative": "pass_through",
        "set_tag_attribute_values": {"img": {"loading": "lazy"}},
    }
    return nh3.clean(html, **settings)


def _is_link(value: str) -> bool:
    return bool(_OWN_LINK.match(value)) or value.lower().startswith(_LINKS)
