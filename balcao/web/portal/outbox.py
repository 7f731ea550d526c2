"""The demo's outbox: every mail that would have left, for the signed-in administrator alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from balcao.core.html import sanitize
from balcao.service.delivery import queries as delivery

from .. import hats
from ..files import FRAMED
from ..pages import page
from .shell import show


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The mails, newest first."""
    mails = delivery.outbox(hats.administrator(request))
    return show(request, "portal/outbox.html", {"here": "outbox", "mails": mails})


@require_safe
def mail(request: HttpRequest, mail: str) -> HttpResponse:
    """One mail as its reader would see it."""
    line, found = delivery.outbox_mail(hats.administrator(request), mail)
    context = {"here": "outbox", "line": line, "mail": found}
    return show(request, "portal/outbox_mail.html", context)


@require_safe
def content(request: HttpRequest, mail: str) -> HttpResponse:
    """Its HTML, sanitized, alone in its frame."""
    _line, found = delivery.outbox_mail(hats.administrator(request), mail)
    shown = sanitize(found.html or "")
    context = {"content": shown.html, "blocked_images": shown.blocked_images}
    response = page(request, "layouts/mail-frame.html", context)
    response["Content-Security-Policy"] = FRAMED.format(images="data:", desk="")
    return response
