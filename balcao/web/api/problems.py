"""Refusals as problem documents (RFC 9457), whoever refuses: domain, framework or router."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from balcao.core.errors import Invalid, Refusal, TooMany

from ..refusals import answer

PROBLEM = "application/problem+json"
View = Callable[..., HttpResponseBase]


def register(api: NinjaAPI) -> None:
    """Answer every exception that is a refusal; a bug rises."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(AuthenticationError, _not_signed_in)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Http404, _unknown)


def speaking_problems(view: View) -> View:
    """The view, its bare refusals (a method not allowed) worded as problem documents; kept by none."""

    @functools.wraps(view)
    def speaking(request: HttpRequest, *args: Any, **told: Any) -> HttpResponseBase:
        response = view(request, *args, **told)
        response.setdefault("Cache-Control", "private, no-store")
        if response.status_code < 400 or response["Content-Type"] == PROBLEM:
            return response
        problem = answer(request, response.status_code)
        if "Allow" in response:
            problem["Allow"] = response["Allow"]
        return problem

    return speaking


def described(schema: OpenAPISchema) -> OpenAPISchema:
    """The schema, with problem documents under their own media type."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) >= 400 and "application/json" in content:
                    content[PROBLEM] = content.pop("application/json")
    return schema


def _refused(request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    assert isinstance(refusal, Refusal)
    fields = refusal.fields if isinstance(refusal, Invalid) else None
    response = answer(request, refusal.status, refusal.message, fields)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    """Which field and why; what was given is not said back."""
    fields = {_field(one["loc"]): one["msg"] for one in error.errors}
    return answer(request, 422, _("Something given can't be accepted."), fields)


def _field(place: tuple[Any, ...]) -> str:
    """The field's own name: the place begins with where it was given, and in which argument."""
    names = [str(part) for part in place[1:] if part != "told"]
    return ".".join(names) or str(place[0])


def _not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    response = answer(request, 401, _("Send a valid token: Authorization: Bearer …"))
    response["WWW-Authenticate"] = 'Bearer realm="balcao"'
    return response


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, error.status_code)


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, 404)
