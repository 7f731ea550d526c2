"""One address gives the page, or the part of it that asks for its own replacement."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import parse_etags


def is_fragment(request: HttpRequest) -> bool:
    """True when a part of a page asks for its own replacement."""
    return request.headers.get("HX-Request") == "true"


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or `part` (the template it includes there) when a part of the page asks.

    Messages of the act just done travel with a part in the HX-Trigger header; a part that
    refreshes itself because something happened elsewhere leaves them to the one that acted.
    """
    is_part = part is not None and is_fragment(request)
    found = cast("Any", engines["jinja2"]).get_template(part if is_part else template)
    response = HttpResponse(found.render(context, request), status=status)
    if is_part and "X-Live" not in request.headers:
        attach_messages(request, response)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def is_held(request: HttpRequest, mark: str) -> bool:
    """True when the asker holds what has this mark (ETag) already."""
    return mark in parse_etags(request.headers.get("If-None-Match", ""))


def unlisted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page at a secret address: it gives no cookie, is found by no search and tells no address."""
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def attach_messages(request: HttpRequest, response: HttpResponse) -> None:
    """Move waiting messages into the event `toast` of this response."""
    waiting = [_toast(message) for message in messages.get_messages(request)]
    if waiting:
        response["HX-Trigger"] = json.dumps({"toast": {"messages": waiting}})


def _toast(message: Any) -> dict[str, str]:
    toast = {"text": str(message.message), "tone": message.level_tag}
    if message.extra_tags and message.extra_tags.startswith("undo:"):
        toast["undo"] = message.extra_tags.removeprefix("undo:")
    return toast


def tell(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Say what was done on the next page or part; `undo` is the address that takes it back."""
    messages.success(request, str(text), extra_tags=f"undo:{undo}" if undo else "")
