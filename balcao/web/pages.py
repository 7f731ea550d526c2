"""One address gives the page, or one block of it when a part of the page asks."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise


def is_fragment(request: HttpRequest) -> bool:
    """True when a part of a page asks for its own replacement."""
    return request.headers.get("HX-Request") == "true" and (
        request.headers.get("HX-Request-Type", "partial") == "partial"
    )


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its named block for a request that comes from within it.

    Messages of the act just done travel with a fragment in the HX-Trigger header.
    """
    if block is None or not is_fragment(request):
        content = cast("Any", engines["jinja2"]).get_template(template).render(context, request)
        response = HttpResponse(content, status=status)
    else:
        response = HttpResponse(_block(request, template, context or {}, block), status=status)
        attach_messages(request, response)
    patch_vary_headers(response, ["HX-Request"])
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _block(request: HttpRequest, template: str, context: dict[str, Any], block: str) -> str:
    found = cast("Any", engines["jinja2"]).get_template(template)
    whole = found.template.new_context(_whole_context(found, context, request))
    return "".join(found.template.blocks[block](whole))


def _whole_context(found: Any, context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy

    whole = {
        **context,
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in found.backend.template_context_processors:
        whole.update(processor(request))
    return whole


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
    """Say what was done on the next page or fragment; `undo` is the address that takes it back."""
    messages.success(request, str(text), extra_tags=f"undo:{undo}" if undo else "")
