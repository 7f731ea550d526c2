"""Refusals become pages, short messages or problem documents: mapped here once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid, NotFound, Refusal, TooMany

from .company import company


class Wording(NamedTuple):
    """What a page of refusal says."""

    title: str | Promise
    text: str | Promise
    picture: str


_RETRY_SECONDS = 10
_WORDINGS = {
    400: Wording(_("This request can't be read"), _("Go back and try once more."), "mood-puzzled"),
    401: Wording(_("Sign in to go on"), _("Your session has ended."), "lock"),
    403: Wording(
        _("You may not do this"), _("If you think you should, ask your supervisor."), "lock"
    ),
    404: Wording(
        _("There is nothing here"), _("The address may be old or mistyped."), "map-search"
    ),
    405: Wording(_("This can't be done this way"), _("Go back and try once more."), "mood-puzzled"),
    409: Wording(
        _("Somebody was here before you"), _("Look again before you save."), "arrows-exchange"
    ),
    413: Wording(_("This is too big"), _("Send a smaller file, or fewer at a time."), "file-alert"),
    422: Wording(
        _("This can't be done"), _("Look at what was given and try again."), "mood-puzzled"
    ),
    429: Wording(_("Too many tries"), _("Wait a little and try again."), "hourglass"),
    500: Wording(
        _("Something went wrong here"), _("It was noted down. Try again in a moment."), "tool"
    ),
    503: Wording(_("Back in a moment"), _("Nothing was lost. Try again shortly."), "tool"),
}


def wants_problem(request: HttpRequest) -> bool:
    """True for machines: they get RFC 9457 instead of a page."""
    return request.path.startswith("/api/")


def answer(
    request: HttpRequest,
    status: int,
    text: str | Promise | None = None,
    fields: dict[str, Any] | None = None,
) -> HttpResponse:
    """The refusal in the form that fits who asked."""
    wording = _WORDINGS.get(status, _WORDINGS[500])
    said = str(text or wording.text)
    if wants_problem(request):
        problem: dict[str, Any] = {"type": "about:blank", "title": str(wording.title)}
        problem |= {"status": status, "detail": said}
        if fields:
            problem["errors"] = {name: str(why) for name, why in fields.items()}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    if request.headers.get("HX-Request") == "true":
        return _toast(said if text else f"{wording.title}. {said}", status)
    return _page(request, status, wording, said)


def _toast(text: str, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["HX-Trigger"] = json.dumps({"toast": {"messages": [{"text": text, "tone": "danger"}]}})
    response["HX-Reswap"] = "none"
    return response


def _page(request: HttpRequest, status: int, wording: Wording, text: str) -> HttpResponse:
    name = "errors/bare.html" if status >= 500 else "errors/page.html"
    context: dict[str, Any] = {
        "title": wording.title,
        "text": text,
        "picture": wording.picture,
        "messages": [],
    }
    if status < 500 and hasattr(request, "session"):
        context |= company(request)
    jinja = cast("Any", engines["jinja2"]).env
    content = jinja.get_template(name).render(
        request=request, csrf_token="", csrf_input="", **context
    )
    return HttpResponse(content, status=status, headers={"Cache-Control": "no-store"})


class RefusalMiddleware:
    """Answers what the domain refused, and a database that is away, in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal; None for a bug, which rises."""
        if isinstance(exception, Refusal):
            if exception.status == 401 and not wants_problem(request):
                return None  # the way to the entrance is shown by hats
            fields = exception.fields if isinstance(exception, Invalid) else None
            # What is hidden says no more than what isn't there: the page's own words.
            is_plain = exception.message == NotFound.default
            said = None if is_plain else exception.message
            response = answer(request, exception.status, said, fields)
            if isinstance(exception, TooMany):
                response["Retry-After"] = str(exception.retry_after)
            return response
        if isinstance(exception, RequestDataTooBig):
            return answer(request, 413)
        if isinstance(exception, (OperationalError, InterfaceError)):
            return _away(request)
        return None


def _away(request: HttpRequest) -> HttpResponse:
    response = answer(request, 503)
    response["Retry-After"] = str(_RETRY_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400; a body over the limit is told apart."""
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404."""
    return answer(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """A limit that allauth counts was passed."""
    return answer(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500, or 503 when it is the database that is away."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return _away(request)
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: mostly a page left open for long."""
    return answer(request, 403, _("This page was open for too long. Load it again and repeat."))
