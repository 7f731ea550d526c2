"""The demo's outbox: every mail that would have left, for the signed-in administrator alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from balcao.core.errors import NotFound


def listing(request: HttpRequest) -> HttpResponse:
    """Mails, newest first."""
    raise NotFound()


def mail(request: HttpRequest, mail: str) -> HttpResponse:
    """One mail."""
    raise NotFound()


def content(request: HttpRequest, mail: str) -> HttpResponse:
    """Its HTML."""
    raise NotFound()
