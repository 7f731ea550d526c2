"""What searches on the web are told: where they may look, and every page that there is for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY
from balcao.core.sql import Row
from balcao.service.knowledge import queries

from ..pages import is_held
from ..posting import as_number
from . import marks
from .tongues import TONGUES, Tongue, address, tongue, whole
from .xml import Document

# One file may hold 50,000 addresses (sitemaps.org): two languages of so many articles and topics.
ARTICLES, TOPICS = 20_000, 4_000
AFTER = "depois"
_SLUG = "x-x-x"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

Ways = dict[str, str]
Page = tuple[Ways, datetime | None]


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
    """Every page that everybody may read, each with itself in the other languages; where that is more
    than one file may hold, a list of files."""
    mark = marks.of_stranger(request)
    if is_held(request, mark):
        return marks.marked(HttpResponse(status=304), mark, is_public=True)
    after = as_number(request.GET.get(AFTER, ""))
    found = queries.addresses(NOBODY, limit=ARTICLES + 1, after=after or 0)
    if after is None and len(found) > ARTICLES:
        content = _files()
    else:
        content = _written([*(_fixed() if not after else ()), *_articles(found[:ARTICLES])])
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    return marks.marked(response, mark, is_public=True)


def _files() -> bytes:
    told, ends = Document(), queries.every(NOBODY, ARTICLES)
    with told.element("sitemapindex", xmlns=_SITEMAP):
        for after in (0, *ends):
            with told.element("sitemap"):
                told.words("loc", whole(f"/sitemap.xml?{AFTER}={after}"))
    return told.content()


def _written(pages: Iterable[Page]) -> bytes:
    told = Document()
    with told.element("urlset", xmlns=_SITEMAP, xmlns_xhtml=_XHTML):
        for ways, updated in pages:
            for code in ways:
                _write(told, ways, tongue(code), updated)
    return told.content()


def _fixed() -> Iterator[Page]:
    yield {one.code: address(one.code, "home") for one in TONGUES}, None
    for slug in islice(_topics(queries.categories(NOBODY)), TOPICS):
        yield {one.code: address(one.code, "topic", slug) for one in TONGUES}, None


def _articles(found: Iterable[Row]) -> Iterator[Page]:
    # As many addresses as there are articles would push all others out of what is kept of them.
    ends = {one.code: address(one.code, "article", _SLUG).split(_SLUG) for one in TONGUES}
    for one in found:
        ways = {code: one["slug"].join(ends[code]) for code in one["languages"]}
        yield ways, one["updated_at"]


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
