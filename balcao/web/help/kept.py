"""Strangers all get the same page: it is drawn once for each mark and then handed out as it is.

What this process keeps can't lie: a page lies under the mark it was drawn for, and the mark is
asked of PostgreSQL each time. Whoever brings a session, a question or a part to replace goes on;
what is drawn for nobody is drawn past all that looks for somebody.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from balcao.core.errors import Refusal

from .. import hats
from . import marks
from .tongues import TONGUES

MOST_BYTES = 24_000_000
VARY = "Accept-Encoding, Cookie"
_PREFIXES = tuple(f"/{tongue.prefix}" for tongue in TONGUES)
_PASSED_ON = ("Content-Type", "Content-Language", "Referrer-Policy")
_ADDRESSES = "balcao.web.help.urls"
_PAGES = frozenset(
    f"{name}{tongue.suffix}" for name in ("home", "topic", "article") for tongue in TONGUES
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was drawn, and packed once somebody took it so."""

    mark: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes = b""

    @property
    def size(self) -> int:
        """How much room it takes, in bytes."""
        return len(self.body) + len(self.packed)


class Shelf:
    """Pages by address and theme, the ones asked for last; never more than so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, mark: str) -> Page | None:
        """The page kept under this mark; one kept under another is of another time."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.mark != mark:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page in place of what was there."""
        with self._lock:
            self._drop(self._pages.pop(key, None))
            self._pages[key] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self._drop(self._pages.popitem(last=False)[1])

    def _drop(self, page: Page | None) -> None:
        self.size -= page.size if page else 0


_shelf = Shelf(MOST_BYTES)


class KeptPagesMiddleware:
    """Answers strangers from what was drawn already, or with no page where they have it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page kept under today's mark, else the one that is drawn now."""
        if not _may_be_kept(request):
            return self.get_response(request)
        mark = marks.of_stranger(request)
        if marks.is_known(request, mark):
            return _finished(HttpResponse(status=304), mark)
        key = (request.path, marks.theme(request))
        page = _shelf.get(key, mark)
        if page is None:
            response = _alone(request) or self.get_response(request)
            if not _is_whole(response, mark):
                return response
            page = _drawn(response, mark)
            _shelf.put(key, page)
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return _handed(request, page, page.body)
        if not page.packed:
            page = replace(page, packed=gzip.compress(page.body, 6, mtime=0))
            _shelf.put(key, page)
        response = _handed(request, page, page.packed)
        response["Content-Encoding"] = "gzip"
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.path.startswith(_PREFIXES)
        and request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and "HX-Request" not in request.headers
        and marks.is_stranger(request)
    )


def _alone(request: HttpRequest) -> HttpResponse | None:
    """The page as its view draws it for nobody; None for all but whole pages."""
    try:
        found = resolve(request.path_info, _ADDRESSES)
        if found.url_name not in _PAGES:
            return None
        hats.know_nobody(request)
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except (Resolver404, Refusal, DatabaseError):
        return None
    return response if response.status_code == 200 else None


def _is_whole(response: HttpResponse, mark: str) -> bool:
    return response.status_code == 200 and response.get("ETag") == mark


def _drawn(response: HttpResponse, mark: str) -> Page:
    headers = tuple((name, response[name]) for name in _PASSED_ON if name in response)
    return Page(mark, headers, response.content)


def _handed(request: HttpRequest, page: Page, body: bytes) -> HttpResponse:
    response = HttpResponse(body)
    for name, value in page.headers:
        response[name] = value
    response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return _finished(response, page.mark)


def _finished(response: HttpResponse, mark: str) -> HttpResponse:
    response["Vary"] = VARY
    return marks.marked(response, mark, is_public=True)
