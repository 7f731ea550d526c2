"""Where somebody wants to go once they are signed in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, told: str | None) -> str:
    """The address asked for when it is one of ours, else nothing."""
    if told and url_has_allowed_host_and_scheme(
        told, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return told
    return ""


def with_next(address: str, told: str) -> str:
    """The address, carrying where to go afterwards."""
    return f"{address}?{urlencode({'next': told})}" if told else address
