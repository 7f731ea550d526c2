"""The quoted part of an HTML reply, known by what mail programs wrap it in, split off for folding."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from balcao.core.html import nesting

_MAX_BYTES = 2_000_000
_MAX_DEPTH = 1000
_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",
        "moz-cite-prefix",
        "protonmail_quote",
        "tutanota_quote",
        "yahoo_quoted",
        "zmail_extra",
    }
)
_IDS = re.compile(
    r"(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|mail-editor-reference-message-container"
    r"|isForwardContent|yahoo_quoted_.*|.*OLK_SRC_BODY_SECTION|reply-intro|replyBlockquote)"
)
# Outlook on a desktop marks the quote only by the line it draws above it.
_RULED = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+(?:#E1E1E1|#B5C4DF|windowtext)", re.IGNORECASE
)


def fold_quote(html: str) -> tuple[str, str]:
    """The HTML of a reply without what it quotes, and the quote; both unsanitized as given.

    The quote is empty where none is known, or where nothing would be left above it.
    """
    if len(html) > _MAX_BYTES or nesting(html) > _MAX_DEPTH:
        return html, ""
    kept, rest = _tree(html), _tree(html)
    if kept is None or rest is None:
        return html, ""
    found = _quote(kept)
    if found is None:
        return html, ""
    position = list(kept.iter()).index(found)
    twin = next(each for i, each in enumerate(rest.iter()) if i == position)
    _drop_from(found)
    if not _shows_anything(kept):
        return html, ""
    _drop_before(twin)
    return _inner(kept), _inner(rest)


def _tree(html: str) -> Any | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        document = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return document.find("body")


def _quote(body: Any) -> Any | None:
    for element in body.iter():
        if isinstance(element.tag, str) and element is not body and _is_quote(element):
            return _with_rule_above(element)
    return None


def _is_quote(element: Any) -> bool:
    if element.tag == "blockquote":
        return bool(element.get("type", "").lower() == "cite")
    if not _CLASSES.isdisjoint(element.get("class", "").split()):
        return True
    if _IDS.fullmatch(element.get("id", "")):
        return True
    return bool(element.tag == "div" and _RULED.search(element.get("style", "")))


def _with_rule_above(element: Any) -> Any:
    """The line drawn above the quote belongs to it."""
    above = element.getprevious()
    if above is not None and above.tag == "hr" and not (above.tail or "").strip():
        return above
    return element


def _drop_from(element: Any) -> None:
    """Remove the element and all that follows it in the document."""
    parent = element.getparent()
    for each in [element, *element.itersiblings()]:
        parent.remove(each)
    while parent.tag != "body":
        above = parent.getparent()
        for following in list(parent.itersiblings()):
            above.remove(following)
        parent.tail = None
        parent = above


def _drop_before(element: Any) -> None:
    """Remove all that comes before the element in the document."""
    while element.tag != "body":
        parent = element.getparent()
        for preceding in list(element.itersiblings(preceding=True)):
            parent.remove(preceding)
        parent.text = None
        element = parent


def _shows_anything(body: Any) -> bool:
    return bool(body.text_content().strip()) or body.find(".//img") is not None


def _inner(body: Any) -> str:
    """What stands inside the body, as HTML."""
    return escape(body.text or "", quote=False) + "".join(
        lxml_html.tostring(child, encoding="unicode") for child in body
    )
