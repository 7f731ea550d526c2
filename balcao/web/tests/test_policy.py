"""The policy that is put together once is the one the settings say."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.decorators import csp_update
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from balcao.web.policy import PolicyMiddleware


def policy(view: Callable[[HttpRequest], HttpResponseBase]) -> set[str]:
    """The directives that come with what this view answers."""
    found = PolicyMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(found, HttpResponse)
    return set(found[HEADER].split("; "))


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_page_gets_what_the_settings_say_and_no_power_beyond() -> None:
    told = policy(plain)
    assert told == set(build_policy().split("; "))
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= told


def test_what_is_particular_stays_so() -> None:
    own = HttpResponse(headers={HEADER: "default-src 'none'; sandbox"})
    assert policy(lambda request: own) == {"default-src 'none'", "sandbox"}
    more = csp_update({"img-src": ["https://fotos.example"]})(plain)
    assert "img-src 'self' data: https://fotos.example" in policy(more)
    named = policy(lambda request: HttpResponse(str(vars(request)["csp_nonce"])))
    assert any("'nonce-" in one for one in named)
    assert policy(plain) == set(build_policy().split("; "))
