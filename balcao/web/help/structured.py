"""What searches understand of a page: schema.org, as JSON that no text can break out of."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from balcao.core.sql import Row

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_CONTEXT = "https://schema.org"


def written(told: dict[str, Any]) -> Markup:
    """One thing of schema.org, for a script element of type application/ld+json."""
    text = json.dumps({"@context": _CONTEXT, **told}, ensure_ascii=False, default=str)
    for sign, escaped in _UNSAFE.items():
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 - nothing in it ends the element it stands in


def crumbs(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page: labels with whole addresses, the page itself last."""
    items = [
        {"@type": "ListItem", "position": place, "name": label, "item": href}
        for place, (label, href) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def site(name: str, address: str, search: str) -> dict[str, Any]:
    """The help centre itself, with the address that searches in it."""
    return {
        "@type": "WebSite",
        "name": name,
        "url": address,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def article(found: Row, address: str) -> dict[str, Any]:
    """An article: what it is called, about what, in which language and of when."""
    return {
        "@type": "TechArticle",
        "headline": found["title"],
        "description": found["summary"],
        "inLanguage": found["language"],
        "datePublished": found["published_at"].isoformat(),
        "dateModified": found["updated_at"].isoformat(),
        "timeRequired": f"PT{found['reading_minutes']}M",
        "mainEntityOfPage": address,
    }
