"""What searches on the web are told: where they may look, and every page that there is for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY
from balcao.core.sql import Row
from balcao.service.knowledge import queries

from ..pages import is_held
from . import marks
from .tongues import TONGUES, Tongue, address, tongue, whole
from .xml import Document

MOST = 50_000  # so many addresses one file may hold (sitemaps.org)
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

Ways = dict[str, str]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The help centre is for searches to read; all else here is somebody's own."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {address(one.code, 'search')}" for one in TONGUES),
        *(f"Allow: {address(one.code, 'home')}" for one in TONGUES),
        "Allow: /static/",
        "Allow: /conhecimento/imagem/",
        "Disallow: /",
        f"Sitemap: {whole('/sitemap.xml')}",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that everybody may read, each with itself in the other languages."""
    mark = marks.of_stranger(request)
    if is_held(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=True)
    response = HttpResponse(_written(), content_type="application/xml; charset=utf-8")
    return marks.marked(response, mark, is_public=True)


def _written() -> bytes:
    told = Document()
    with told.element("urlset", xmlns=_SITEMAP, xmlns_xhtml=_XHTML):
        for ways, one, updated in islice(_pages(), MOST):
            _write(told, ways, one, updated)
    return told.content()


def _pages() -> Iterator[tuple[Ways, Tongue, datetime | None]]:
    """Each page by itself, with where it is in every language it exists in."""
    yield from _of({one.code: address(one.code, "home") for one in TONGUES})
    for slug in _topics(queries.categories(NOBODY)):
        yield from _of({one.code: address(one.code, "topic", slug) for one in TONGUES})
    for article in queries.addresses(NOBODY, limit=MOST):
        ways = {code: address(code, "article", article["slug"]) for code in article["languages"]}
        yield from _of(ways, article["updated_at"])


def _of(
    ways: Ways, updated: datetime | None = None
) -> Iterator[tuple[Ways, Tongue, datetime | None]]:
    return ((ways, tongue(code), updated) for code in ways)


def _topics(tree: list[Row]) -> Iterator[str]:
    for one in tree:
        yield one["slug"]
        yield from _topics(one["children"])


def _write(told: Document, ways: Ways, one: Tongue, updated: datetime | None) -> None:
    with told.element("url"):
        told.words("loc", whole(ways[one.code]))
        if updated is not None:
            told.words("lastmod", updated.isoformat(timespec="seconds"))
        for code, way in ways.items() if len(ways) > 1 else ():
            tag = tongue(code).tag
            told.empty("xhtml:link", rel="alternate", hreflang=tag, href=whole(way))
