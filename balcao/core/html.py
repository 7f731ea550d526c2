"""HTML from strangers made safe to show, and turned into text; Markdown turned into HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Literal

import nh3

from .text import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAGS = _words(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col"
    " colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6"
    " header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span"
    " strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
)
_WITH_CONTENT = _words(
    "applet base canvas embed frame frameset head iframe link math meta noembed noframes noscript"
    " object param script select style svg template textarea title xmp audio video"
)
_CELL = {"align", "valign", "bgcolor", "width", "height", "colspan", "rowspan", "nowrap", "scope"}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "style"},
    "a": {"href"},
    "blockquote": {"type"},
    "col": {"width", "span", "align"},
    "font": {"color", "face", "size"},
    "hr": {"width", "size", "align", "color"},
    "img": {"src", "alt", "width", "height", "align", "border"},
    "ol": {"start", "type"},
    "p": {"align"},
    "div": {"align"},
    "table": {"align", "bgcolor", "border", "cellpadding", "cellspacing", "width", "height"},
    "td": _CELL,
    "th": _CELL,
    "time": {"datetime"},
    "tr": {"align", "valign", "bgcolor", "height"},
}
_LINKS = ("http:", "https:", "mailto:", "tel:")
_SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
_STYLES = _words(
    "color background-color font font-family font-size font-style font-weight font-variant"
    " text-align text-decoration text-indent text-transform line-height letter-spacing"
    " vertical-align white-space word-break overflow-wrap direction display width max-width"
    " min-width height padding padding-top padding-right padding-bottom padding-left margin"
    " margin-top margin-right margin-bottom margin-left border border-top border-right"
    " border-bottom border-left border-color border-style border-width border-radius"
    " border-collapse border-spacing list-style-type table-layout"
)
# A value may call these functions; any other call, escape, comment or control character
# drops the whole style.
_STYLE_CALL = re.compile(r"([\w-]*)\s*\(")
_HARMLESS_CALLS = frozenset({"rgb", "rgba", "hsl", "hsla", "calc"})
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.I)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NOT_NESTING = _words(
    "area base br col embed hr img input link meta param source track wbr"
    " p li td th tr dd dt option thead tbody tfoot colgroup"
)
_PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*|(?=!))[^<>]*>|([^<]+|<)")
_SILENT = frozenset({"script", "style", "title"})
_BREAKING = _words("br p div tr li blockquote h1 h2 h3 h4 table pre")
_MAX_DEPTH = 1000
_MAX_RENDERED = 1_000_000


@dataclass(frozen=True, slots=True)
class Sanitized:
    """Safe HTML, and how many remote images were left out of it."""

    html: str
    blocked_images: int


def sanitize(
    html: str,
    *,
    images: Literal["blocked", "allowed"] = "blocked",
    cid: Mapping[str, str] | None = None,
) -> Sanitized:
    """The HTML without script, form, tracking or anything that leaves its place.

    Links are http, https, mailto or tel, and open a new page that isn't told whence. Remote
    images stay out until `images` is "allowed"; an image of the mail itself shows the address
    that `cid` (content ids without <>, in any case) gives for it. HTML nested too deep to be
    cleaned in reasonable time comes back as its text.
    """
    if nesting(html) > _MAX_DEPTH:
        return Sanitized(f"<pre>{escape(_bare_text(html))}</pre>", 0)
    html = clean(html)
    addresses = {key.lower(): value for key, value in (cid or {}).items()}
    blocked = 0

    def keep(tag: str, attribute: str, value: str) -> str | None:
        nonlocal blocked
        if attribute == "style":
            return _harmless_style(value)
        if attribute == "href":
            return _link(value)
        if attribute != "src":
            return value
        source = _image(value, addresses)
        if images == "blocked" and _is_remote(source) and source not in addresses.values():
            blocked += 1
            return None
        return source

    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        filter_style_properties=set(_STYLES),
        set_tag_attribute_values={
            "a": {"target": "_blank"},
            "img": {"loading": "lazy", "referrerpolicy": "no-referrer"},
        },
        link_rel="noopener noreferrer nofollow",
        url_schemes=_SCHEMES,
        url_relative="pass_through",
    )
    return Sanitized(cleaned, blocked)


def to_text(html: str) -> str:
    """What a reader would see, as text; never raises, however broken the HTML is."""
    if not html.strip():
        return ""
    if len(html) > _MAX_RENDERED or nesting(html) > _MAX_DEPTH:
        return _bare_text(html)
    # Both are imported here because only some mails need them and every process would pay.
    from inscriptis import get_text  # type: ignore[import-untyped]
    from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
    from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]

    try:
        rendered: str = get_text(html, ParserConfig(css=CSS_PROFILES["strict"]))
    except (RecursionError, ValueError, IndexError, KeyError, AttributeError, TypeError):
        return _bare_text(html)
    lines = (line.rstrip() for line in rendered.replace("\xa0", " ").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def from_markdown(text: str) -> str:
    """Safe HTML of an agent's Markdown; HTML in it is shown as typed, single breaks are kept."""
    return sanitize(markdown().render(text), images="allowed").html


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """The parser of what agents write: no HTML, addresses become links."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    parser.enable(["linkify", "table", "strikethrough"])
    if parser.linkify is not None:
        # "arquivo.py" is a file name far more often than a site of Paraguay.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    return parser


def nesting(html: str) -> int:
    """An upper guess of how deep the tags nest; cleaning takes time by the square of it."""
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        if tag.lower() in _NOT_NESTING:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _link(value: str) -> str | None:
    target = _INVISIBLE.sub("", value).strip()
    if target.startswith("//"):
        target = "https:" + target
    return target if target.lower().startswith(_LINKS) else None


def _image(value: str, addresses: Mapping[str, str]) -> str | None:
    source = _INVISIBLE.sub("", value).strip()
    scheme = source[:5].lower()
    if scheme.startswith("cid:"):
        return addresses.get(source[4:].lower())
    if scheme == "data:":
        return source if _DATA_IMAGE.fullmatch(source) else None
    if source.startswith("//"):
        return "https:" + source
    return source if source.lower().startswith(("http:", "https:")) else None


def _is_remote(source: str | None) -> bool:
    return source is not None and source.lower().startswith(("http:", "https:"))


def _harmless_style(value: str) -> str | None:
    value = " ".join(value.split())
    if any(sign in value for sign in ("\\", "/*", "@", "<")) or _INVISIBLE.search(value):
        return None
    if any(name.lower() not in _HARMLESS_CALLS for name in _STYLE_CALL.findall(value)):
        return None
    return value or None


def _bare_text(html: str) -> str:
    """The text of HTML in one linear pass, whatever its nesting; only for what is out of bounds."""
    pieces: list[str] = []
    hidden = ""
    for found in _PIECE.finditer(html):
        closing, tag, text = found[1], (found[2] or "").lower(), found[3]
        if hidden:
            if closing and tag == hidden:
                hidden = ""
        elif text:
            pieces.append(text)
        elif tag in _SILENT and not closing:
            hidden = tag
        elif tag in _BREAKING:
            pieces.append("\n")
    lines = (" ".join(line.split()) for line in unescape("".join(pieces)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
