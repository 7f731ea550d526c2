"""Untrusted content: files and mail HTML, by short-lived links signed for one viewer.

On the pages' own host a link opens only in its viewer's session. On a host of its own
(BALCAO_FILES_URL) there is no session, and the link alone opens, for a much shorter time.
"""

from __future__ import annotations

import base64
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core import signing
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, reverse

from balcao.core.actor import Actor, Hat
from balcao.core.errors import NotFound
from balcao.core.html import sanitize
from balcao.register.access.actors import Level, actor_of
from balcao.service.tickets import queries

from .hats import actor as asking

SALT = "balcao.files"
OWN_HOST_SECONDS = 3600
OTHER_HOST_SECONDS = 120
INLINE_MAX_BYTES = 4_000_000
ISOLATED = "default-src 'none'; sandbox; frame-ancestors 'none'"
FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'none'; img-src {images};"
    " sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self' {desk}"
)


class Link(NamedTuple):
    """What a signed link opens, and for whom."""

    what: str
    number: int
    viewer: int
    level: str
    ticket: int


def file_url(actor: Actor, attachment_id: int, name: str) -> str:
    """The address of a file for this viewer."""
    return _address(
        "files:file", Link("file", attachment_id, *_viewer(actor)), quote(name[-80:], safe="")
    )


def frame_url(actor: Actor, message_id: int) -> str:
    """The address of a message's HTML, for a sandboxed frame and this viewer."""
    return _address("files:frame", Link("frame", message_id, *_viewer(actor)))


def serve_file(request: HttpRequest, token: str, name: str) -> FileResponse:
    """The file that the link was signed for, to whom it was signed for."""
    actor, number = _opened(request, token, "file")
    return download(actor, number)


def download(actor: Actor, attachment_id: int) -> FileResponse:
    """A file of a message one may read, as a download, never with a type the browser would run."""
    found = queries.attachment(actor, attachment_id)
    try:
        stored = default_storage.open(found["key"])
    except FileNotFoundError:
        raise NotFound() from None
    return FileResponse(
        stored,
        as_attachment=True,
        filename=found["name"],
        content_type="application/octet-stream",
        headers={
            "Content-Security-Policy": ISOLATED,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def serve_frame(request: HttpRequest, token: str) -> HttpResponse:
    """A message's HTML, sanitized, alone in its frame; remote images only when asked for."""
    actor, number = _opened(request, token, "frame")
    message = queries.message(actor, number)
    remote = request.GET.get("images") == "1"
    shown = sanitize(
        message["html"],
        images="allowed" if remote else "blocked",
        cid=_inline_images(actor, message),
    )
    response = HttpResponse(
        render_to_string(
            "layouts/mail-frame.html",
            {"content": shown.html, "blocked_images": shown.blocked_images},
            request,
            using="jinja2",
        )
    )
    response["Content-Security-Policy"] = FRAMED.format(
        images="data: https: http:" if remote else "data:",
        desk=settings.BASE_URL if settings.FILES_URL else "",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _inline_images(actor: Actor, message: dict[str, Any]) -> dict[str, str]:
    """The message's own pictures by content id, as data: a sandboxed frame has no session."""
    pictures: dict[str, str] = {}
    room = INLINE_MAX_BYTES
    for content_id, number in message["inline"].items():
        found = queries.attachment(actor, number)
        if found["size"] > room or found["content_type"] not in _PICTURES:
            continue
        room -= found["size"]
        with default_storage.open(found["key"]) as stored:
            told = base64.b64encode(stored.read()).decode()
        pictures[content_id] = f"data:{found['content_type']};base64,{told}"
    return pictures


def _address(name: str, link: Link, *parts: str) -> str:
    token = signing.dumps(list(link), salt=SALT)
    return settings.FILES_URL.rstrip("/") + reverse(name, args=[token, *parts])


def _viewer(actor: Actor) -> tuple[int, str, int]:
    level = Level.STRONG if actor.hats & {Hat.AGENT, Hat.INTERNAL} else Level.LINK
    return actor.person_id or 0, str(level), next(iter(actor.followed), 0)


def _opened(request: HttpRequest, token: str, what: str) -> tuple[Actor, int]:
    """The viewer and the number a link opens; NotFound for anybody else, or too late."""
    elsewhere = bool(settings.FILES_URL) and (
        request.get_host() == urlsplit(settings.FILES_URL).netloc
    )
    try:
        link = Link(
            *signing.loads(
                token,
                salt=SALT,
                max_age=OTHER_HOST_SECONDS if elsewhere else OWN_HOST_SECONDS,
            )
        )
    except (signing.BadSignature, TypeError):
        raise NotFound() from None
    if link.what != what:
        raise NotFound()
    if elsewhere:
        return _actor_of_link(link), link.number
    known = asking(request)
    if not link.viewer or known.person_id != link.viewer:
        raise NotFound()
    return known, link.number


def _actor_of_link(link: Link) -> Actor:
    if link.ticket:
        return Actor(person_id=link.viewer, followed=frozenset({link.ticket}))
    return actor_of(link.viewer, Level(link.level))


_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})

app_name = "files"
urlpatterns = [
    path("arquivo/<str:token>/<path:name>", serve_file, name="file"),
    path("mensagem/<str:token>/", serve_frame, name="frame"),
]
